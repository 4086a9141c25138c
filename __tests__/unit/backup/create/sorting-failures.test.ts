import { expect, test } from '@jest/globals';
import { type CreateAnswer, sortFailure } from '../../../../src/backup/create/exactly-one.ts';
import { ERROR_HINTS } from '../../../../src/errors/kinds.ts';
import { LoginError, LookupError } from '../../../../src/errors/request-errors.ts';
import {
  ApiError,
  BackupError,
  CancelledError,
  DeadlineError,
  type ErrorKind,
  InputError,
  NetworkError,
  ResponseError,
} from '../../../../src/index.ts';
import { checkRows } from '../../../support/table.ts';

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

/** What each kind of refusal means for a create. */
const kinds: Readonly<Record<ErrorKind, CreateAnswer['kind']>> = {
  login: 'refused',
  forbidden: 'refused',
  denied: 'refused',
  suspended: 'refused',
  'instance-not-found': 'refused',
  'malformed-id': 'refused',
  'read-replica': 'refused',
  'unsupported-engine': 'refused',
  busy: 'busy',
  'wrong-state': 'refused',
  'invalid-name': 'refused',
  'invalid-description': 'refused',
  'duplicate-name': 'duplicate',
  quota: 'quota',
  'backup-not-found': 'refused',
  'backup-locked': 'refused',
  'job-not-found': 'refused',
  throttled: 'throttled',
  routing: 'refused',
  server: 'unknown',
  conflict: 'conflict',
  'not-api': 'refused',
  'proxy-login': 'refused',
  other: 'refused',
};

test('every kind of refusal has its place in the table', () => {
  expect(Object.keys(kinds).sort()).toEqual(Object.keys(ERROR_HINTS).sort());
});

test('each kind of refusal is sorted', () =>
  checkRows(Object.entries(kinds), (errorKind, kind) => {
    for (const status of [400, 403, 409, 429, 500]) {
      const error = refusal(errorKind as ErrorKind, status);
      expect(sortFailure(error, false)).toEqual({ kind, error });
      expect(sortFailure(error, true)).toEqual({ kind, error });
    }
  }));

test('a call that never arrived made nothing', () => {
  const error = unanswered(false);
  expect(sortFailure(error, false)).toEqual({ kind: 'unreachable', error });
});

test('a call that may have arrived may have made one', () => {
  const error = unanswered(true);
  expect(sortFailure(error, true)).toEqual({ kind: 'unknown', error });
});

test('an unreadable yes was an answer', () => {
  expect(sortFailure(unreadable, true)).toEqual({ kind: 'unreadable', error: unreadable });
});

const others: readonly unknown[] = [
  new LoginError('x', { hint: undefined }),
  new LoginError('x', { hint: undefined, cause: unanswered(true) }),
  new LookupError('x', [], 'x'),
  new InputError([{ input: 'name', problem: 'x' }]),
  new CancelledError(),
  DeadlineError.before(undefined),
  new BackupError('no address'),
  new Error('aborted'),
  new DOMException('aborted', 'AbortError'),
  new TypeError('x'),
  'a text',
  undefined,
  null,
];

test('before the first byte nothing was sent, whatever broke it', () =>
  checkRows(others, (reason) => {
    let thrown: unknown;
    try {
      sortFailure(reason, false);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(reason);
  }));

test('once the call is out a backup may exist, whatever broke it', () =>
  checkRows(others, (reason) => {
    const { kind } = sortFailure(reason, true);
    expect(kind).toBe('unknown');
  }));
