import { expect, test } from '@jest/globals';
import { ApiError } from '../../../src/errors/api-error.ts';
import { createPauses } from '../../../src/http/refusal.ts';
import { recordLog } from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const HOST = 'rds.cloud.test';

/** A refusal of a call as one too many, for so many seconds where the host names them. */
function refusal(retryAfterMs?: number, method: 'GET' | 'DELETE' = 'GET') {
  const call = { purpose: 'list backups', method, path: '/backups', title: 'RDS' } as const;
  const answer = { status: 429, code: 'APIG.0308', text: 'slow down', requestId: undefined };
  return new ApiError({ ...call, ...answer, kind: 'throttled', hint: undefined, retryAfterMs });
}

function openHost() {
  const clock = virtualClock();
  const log = recordLog();
  const pauses = createPauses(HOST, { clock, random: () => 0, log });
  const start = () => pauses.start(clock.monotonicMs());
  const waitMs = () => pauses.waitMs(clock.monotonicMs());
  return { clock, log, start, waitMs };
}

test('the refusals of one burst bring about one pause, and the next refusal one of twice the length', () => {
  const { clock, start, waitMs } = openHost();
  const burst = [start(), start(), start()];
  for (const call of burst) call.end(refusal());
  expect(waitMs()).toBe(1_000);
  for (const pauseMs of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
    clock.advance(waitMs());
    start().end(refusal());
    expect(waitMs()).toBe(pauseMs);
  }
});

test('a later refusal without a time cuts no pause short that the host has named', () => {
  const { clock, start, waitMs } = openHost();
  const burst = [start(), start(), start()];
  burst[0]?.end(refusal(20_000));
  clock.advance(5_000);
  burst[1]?.end(refusal());
  expect(waitMs()).toBe(15_000);
  burst[2]?.end(refusal(30_000));
  expect(waitMs()).toBe(30_000);
});

test('after the pause one call goes alone, and the others once that is answered, half a second apart', () => {
  const { clock, start, waitMs } = openHost();
  start().end(refusal());
  clock.advance(1_000);
  const alone = start();
  expect(waitMs()).toBe(Number.POSITIVE_INFINITY);
  alone.end('answered');
  expect(waitMs()).toBe(0);
  start();
  expect(waitMs()).toBe(400);
});

test('a call that tells nothing leaves the next one alone as well', () => {
  const { clock, start, waitMs } = openHost();
  start().end(refusal());
  clock.advance(1_000);
  start().end('unknown');
  expect(waitMs()).toBe(0);
  start();
  expect(waitMs()).toBe(Number.POSITIVE_INFINITY);
});

test('calls that are answered come sooner and sooner, until no pause is left', () => {
  const { clock, log, start, waitMs } = openHost();
  start().end(refusal());
  clock.advance(1_000);
  for (let count = 0; count < 15; count++) {
    start().end('answered');
    clock.advance(waitMs());
  }
  expect(log.lines.at(-1)).toBe('info: rds.cloud.test takes calls again.');
  expect(log.lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
});

test('a refused delete is no warning here: whatever deletes says it', () => {
  const { log, start } = openHost();
  start().end(refusal(undefined, 'DELETE'));
  expect(log.lines).toEqual([expect.stringMatching(/^info: rds\.cloud\.test takes no more calls/)]);
});
