import { expect, test } from '@jest/globals';
import { extendStretch, keepStretch, patientPauseMs } from '../../../src/http/patience.ts';
import { ApiError, NetworkError } from '../../../src/index.ts';
import { checkRows } from '../../support/table.ts';

const refusal = (kind: 'throttled' | 'busy') =>
  new ApiError({
    ...{ title: 'RDS', purpose: 'do x', method: 'GET', path: '/x', status: 429, kind },
    ...{ code: undefined, text: undefined, requestId: undefined, hint: undefined },
  });

const network = (code: string, mayHaveArrived: boolean, hasAnswered: boolean) =>
  new NetworkError({
    purpose: 'do x',
    host: 'h.test',
    code,
    mayHaveArrived,
    hasAnswered,
    cause: undefined,
  });

const unanswered = network('ECONNREFUSED', false, false);
const unreached = network('ECONNREFUSED', false, true);
const MINUTE_MS = 60_000;

test('how long trouble that passes is waited for, and in which pauses', () =>
  checkRows<[string, unknown, number, number | undefined, number | undefined]>(
    [
      ['throttled: the pause is the host’s', refusal('throttled'), 0, undefined, 0],
      ['throttled for long', refusal('throttled'), 10 * MINUTE_MS - 1, undefined, 0],
      ['throttled for too long', refusal('throttled'), 10 * MINUTE_MS, undefined, undefined],
      ['throttled, with an hour', refusal('throttled'), 30 * MINUTE_MS, 60 * MINUTE_MS, 0],
      ['unreached at first', unreached, 0, undefined, 1_000],
      ['unreached: a quarter of the time', unreached, 20_000, undefined, 5_000],
      ['unreached: a minute at most', unreached, 9 * MINUTE_MS - 1, undefined, MINUTE_MS],
      ['unreached: what is left', unreached, 10 * MINUTE_MS - 7, undefined, 7],
      ['unreached for too long', unreached, 10 * MINUTE_MS, undefined, undefined],
      ['never answered', unanswered, 59_000, undefined, 1_000],
      ['never answered for a minute', unanswered, MINUTE_MS, 60 * MINUTE_MS, undefined],
      ['a certificate', network('CERT_HAS_EXPIRED', false, true), 0, undefined, undefined],
      ['it may have arrived', network('ECONNRESET', true, true), 0, undefined, undefined],
      ['a refusal', refusal('busy'), 0, undefined, undefined],
      ['what is none of ours', new Error('x'), 0, undefined, undefined],
    ],
    (_, error, waitedMs, patienceMs, pauseMs) =>
      expect(patientPauseMs(error, waitedMs, patienceMs)).toBe(pauseMs),
  ));

test('a stretch goes on while the trouble is the same', () => {
  const first = extendStretch({}, 'throttled', 5);
  expect(extendStretch(first, 'throttled', 9)).toEqual({ throttled: 5 });
  expect(extendStretch(first, 'unreachable', 9)).toEqual({ throttled: 5, unreachable: 9 });
  expect(keepStretch({ throttled: 5, unreachable: 9 }, 'throttled')).toEqual({ throttled: 5 });
  expect(keepStretch(first, 'busy')).toEqual({});
});
