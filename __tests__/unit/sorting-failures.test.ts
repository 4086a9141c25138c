import { expect, test } from '@jest/globals';
import type { CreateOutcome, RefusalReason } from '../../src/backup/create/create-outcome.ts';
import { sortFailure } from '../../src/backup/create/create-outcome.ts';
import { ERROR_HINTS } from '../../src/errors/error-hint.ts';
import { LoginError } from '../../src/errors/login-error.ts';
import { LookupError } from '../../src/errors/lookup-error.ts';
import {
  ApiError,
  BackupError,
  CancelledError,
  DeadlineError,
  type ErrorKind,
  InputError,
  NetworkError,
  ResponseError,
} from '../../src/index.ts';

const refusal = (kind: ErrorKind, status = 400) =>
  new ApiError({
    title: 'RDS',
    purpose: 'create backup nightly',
    method: 'POST',
    path: '/v3/p/backups',
    status,
    code: 'DBS.1',
    text: 'x',
    requestId: undefined,
    kind,
    hint: undefined,
  });

const unanswered = (mayHaveArrived: boolean) =>
  new NetworkError({ purpose: 'x', host: 'h', code: 'C', mayHaveArrived, cause: undefined });

const unreadable = new ResponseError({
  title: 'RDS',
  purpose: 'x',
  status: 200,
  requestId: undefined,
  problem: 'it is not JSON',
});

/** What each kind of refusal means; `undefined`: a backup may exist all the same. */
const reasons: Readonly<Record<ErrorKind, RefusalReason | undefined>> = {
  login: 'final',
  forbidden: 'final',
  suspended: 'final',
  'instance-not-found': 'final',
  'malformed-id': 'final',
  busy: 'busy',
  'wrong-state': 'final',
  'invalid-name': 'final',
  'invalid-description': 'final',
  'duplicate-name': 'duplicate',
  quota: 'final',
  'backup-not-found': 'final',
  'backup-locked': 'final',
  'job-not-found': 'final',
  throttled: 'throttled',
  routing: 'final',
  server: undefined,
  other: 'final',
};

const unknown = (error: unknown, answered = false): CreateOutcome => ({
  kind: 'unknown',
  answered,
  error,
});

test('every kind of refusal has its place in the table', () => {
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(ERROR_HINTS).sort());
});

test.each(Object.entries(reasons))('a refusal of kind %s: %s', (kind, reason) => {
  for (const status of [400, 403, 409, 429, 500]) {
    const error = refusal(kind as ErrorKind, status);
    expect(sortFailure(error)).toEqual(
      reason === undefined ? unknown(error) : { kind: 'refused', reason, error },
    );
  }
});

test('a call that never arrived made nothing', () => {
  const error = unanswered(false);
  expect(sortFailure(error)).toEqual({ kind: 'refused', reason: 'unreached', error });
});

test('a call that may have arrived may have made one', () => {
  const error = unanswered(true);
  expect(sortFailure(error)).toEqual(unknown(error));
});

test('an unreadable yes was an answer', () => {
  expect(sortFailure(unreadable)).toEqual(unknown(unreadable, true));
});

test.each<BackupError>([
  new LoginError('x', undefined),
  new LoginError('x', undefined, unanswered(true)),
  new LookupError('x', [], 'x'),
  new InputError([{ input: 'name', problem: 'x' }]),
  new CancelledError(),
  new DeadlineError(),
  new BackupError('no address'),
])('%p: the create was never sent', (error) => {
  expect(sortFailure(error)).toEqual({ kind: 'refused', reason: 'final', error });
});

test.each<unknown>([
  new Error('aborted'),
  new DOMException('aborted', 'AbortError'),
  new TypeError('x'),
  'a text',
  undefined,
  null,
])('anything else, like the reason of a signal, %p: a backup may exist', (error) => {
  expect(sortFailure(error)).toEqual(unknown(error));
});
