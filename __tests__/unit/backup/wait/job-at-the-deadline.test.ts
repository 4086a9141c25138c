import { expect, test } from '@jest/globals';
import { DeadlineError } from '../../../../src/index.ts';
import { aBackup, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

/** A cloud whose second look and whose job call take so long. */
function slowCloud(lookMs: number, jobMs: number) {
  const clock = virtualClock();
  let looks = 0;
  const { client } = testClient({
    clock,
    respond: ({ url }, signal) => {
      const isJob = url.pathname.endsWith('/jobs');
      if (isJob || ++looks === 2) clock.advance(isJob ? jobMs : lookMs);
      signal.throwIfAborted();
      return { body: isJob ? {} : { backups: [{ id: 'b-1', status: 'BUILDING' }] } };
    },
  });
  return client
    .waitForBackup(aBackup({ jobId: 'j-1' }), { timeoutMs: 3_000 })
    .catch((error: unknown) => error);
}

test.each([
  [0, 4_999],
  [0, 5_000],
  [0, 5_500],
  [4_000, 0],
  [60_000, 0],
])('a look of %d ms and a job call of %d ms end in a time-out', async (lookMs, jobMs) => {
  expect(await slowCloud(lookMs, jobMs)).toBeInstanceOf(DeadlineError);
});

test('also when the job call is on its way as the last five seconds end', async () => {
  expect(await slowCloud(3_000, 3_500)).toBeInstanceOf(DeadlineError);
});
