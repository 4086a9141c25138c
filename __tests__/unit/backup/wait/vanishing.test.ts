import { expect, test } from '@jest/globals';
import { aBackup, type Reply, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const gone: Reply = { body: { backups: [] } };
const there: Reply = { body: { backups: [{ id: 'b-1', status: 'BUILDING' }] } };

/** Waits while the list gives this at each moment; how it ended, and when. */
async function wait(look: (atMs: number) => Reply) {
  const clock = virtualClock();
  const { client } = testClient({ clock, respond: () => look(clock.monotonicMs()) });
  const end: unknown = await client
    .waitForBackup(aBackup(), { timeoutMs: HOUR_MS })
    .catch((error: unknown) => error);
  return { end, atMs: clock.monotonicMs() };
}

test('a backup that was listed and no longer is has vanished, after half a minute', async () => {
  const { end, atMs } = await wait((ms) => (ms < 10_000 ? there : gone));
  expect(end).toMatchObject({ name: 'BackupVanishedError', backup: { id: 'b-1' } });
  expect(atMs).toBeGreaterThanOrEqual(40_000);
  expect(atMs).toBeLessThan(45_000);
});

test('one that is missing for less than that goes on', async () => {
  const { end } = await wait((ms) => {
    if (ms > 60_000) return { body: { backups: [{ id: 'b-1', status: 'COMPLETED' }] } };
    return ms < 10_000 || ms > 36_000 ? there : gone;
  });
  expect(end).toMatchObject({ status: 'COMPLETED' });
});

test('one that is never listed is its own error after five minutes', async () => {
  const { end, atMs } = await wait(() => gone);
  expect(end).toMatchObject({ name: 'BackupNeverListedError', backup: { id: 'b-1' } });
  expect(atMs).toBeGreaterThanOrEqual(300_000);
  expect(atMs).toBeLessThan(320_000);
});

test('a cloud in trouble for an hour has not lost it: that is the deadline', async () => {
  const { end, atMs } = await wait((ms) => (ms < 10_000 ? there : { status: 503 }));
  expect(end).toMatchObject({ name: 'DeadlineError', backup: { id: 'b-1' } });
  expect(atMs).toBeGreaterThanOrEqual(HOUR_MS);
});
