import { expect, test } from '@jest/globals';
import { fleetCloud, HOUR_MS, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';
import { thrownBy } from '../../../support/memory-cloud.ts';

const never = new AbortController().signal;

/** Two accepted backups of one service, in a cloud that can fall silent for a minute. */
async function twoAccepted() {
  let silentFromMs = Number.POSITIVE_INFINITY;
  const fleet = fleetCloud({
    instead: async ({ what, atMs, signal }) => {
      if (what !== 'list' || atMs < silentFromMs || atMs > silentFromMs + MINUTE_MS)
        return undefined;
      await fleet.clock.sleep(MINUTE_MS, signal);
      return undefined;
    },
  });
  const options = { wait: false, hasUniqueName: true };
  const making = fleet.client.createBackups(manyOrders('taurusdb', 2), options);
  const backups = (await fleet.clock.play(making)).flatMap(({ backup }) => backup ?? []);
  const fallSilent = () => {
    silentFromMs = fleet.clock.monotonicMs();
  };
  const [first, second] = backups;
  if (first === undefined || second === undefined) throw new Error('not accepted');
  return { ...fleet, first, second, fallSilent };
}

test('a look that one no longer waits for goes on for the other', async () => {
  const { client, clock, first, second, ofKind, fallSilent } = await twoAccepted();
  const giving = new AbortController();
  const ending = thrownBy(
    client.waitForBackup(first, { timeoutMs: HOUR_MS, signal: giving.signal }),
  );
  const going = client.waitForBackup(second, { timeoutMs: HOUR_MS });
  const play = async () => {
    // The first look of each is its own.
    await clock.sleep(5_000, never);
    fallSilent();
    await clock.sleep(5_000, never);
    giving.abort();
    expect(await ending).toMatchObject({ name: 'CancelledError', backup: { id: first.id } });
    expect(clock.monotonicMs()).toBeLessThan(12_000);
    expect(ofKind('list').map(({ signal }) => signal.aborted)).not.toContain(true);
    return await going;
  };
  expect(await clock.play(play())).toMatchObject({ id: second.id, status: 'COMPLETED' });
});

test('a look that nobody waits for any more is ended', async () => {
  const { client, clock, first, second, ofKind, fallSilent } = await twoAccepted();
  const giving = new AbortController();
  const options = { timeoutMs: HOUR_MS, signal: giving.signal };
  const play = async () => {
    const ends = [first, second].map((one) => thrownBy(client.waitForBackup(one, options)));
    await clock.sleep(5_000, never);
    fallSilent();
    await clock.sleep(5_000, never);
    giving.abort();
    for (const end of ends) expect(await end).toHaveProperty('name', 'CancelledError');
    const before = ofKind('list').length;
    expect(ofKind('list').map(({ signal }) => signal.aborted)).toContain(true);
    await clock.sleep(5 * MINUTE_MS, never);
    expect(ofKind('list')).toHaveLength(before);
  };
  await clock.play(play());
});

test('a later wait joins at once, and does not wait for the pause of the earlier', async () => {
  const { client, clock, made } = fleetCloud({ backupMs: () => 30 * MINUTE_MS });
  const options = { wait: false, hasUniqueName: true };
  const play = async () => {
    const outcomes = await client.createBackups(manyOrders('taurusdb', 2), options);
    const [first, second] = outcomes.flatMap(({ backup }) => backup ?? []);
    if (first === undefined || second === undefined) throw new Error('not accepted');
    const slow = client.waitForBackup(first, { timeoutMs: HOUR_MS });
    await clock.sleep(20 * MINUTE_MS, never);
    const startMs = clock.monotonicMs();
    const toldMs: number[] = [];
    const onProgress = () => toldMs.push(clock.monotonicMs() - startMs);
    const quick = client.waitForBackup(second, { timeoutMs: HOUR_MS, onProgress });
    await Promise.all([slow, quick]);
    return toldMs;
  };
  const [firstMs = 0] = await clock.play(play());
  expect(made).toHaveLength(2);
  expect(firstMs).toBeLessThan(1_000);
});

test('each wait has its own deadline', async () => {
  const { client, clock } = fleetCloud({ backupMs: () => 30 * MINUTE_MS });
  const options = { wait: false, hasUniqueName: true };
  const endMs: number[] = [];
  const play = async () => {
    const outcomes = await client.createBackups(manyOrders('taurusdb', 3), options);
    const waits = outcomes.map(async ({ backup }, at) => {
      if (backup === undefined) throw new Error('not accepted');
      const timeoutMs = (at + 1) * 12 * MINUTE_MS;
      const end = await thrownBy(client.waitForBackup(backup, { timeoutMs }));
      endMs[at] = clock.monotonicMs();
      return end;
    });
    return await Promise.all(waits);
  };
  const ends = await clock.play(play());
  expect(ends.slice(0, 2)).toMatchObject([{ name: 'DeadlineError' }, { name: 'DeadlineError' }]);
  expect(ends[2]).toHaveProperty('status', 'COMPLETED');
  expect(endMs.map((atMs) => Math.round(atMs / MINUTE_MS))).toEqual([12, 24, 30]);
});

test('a wait after all others have ended looks again', async () => {
  const { client, clock, ofKind } = fleetCloud();
  const options = { timeoutMs: HOUR_MS, hasUniqueName: true };
  await clock.play(client.createBackups(manyOrders('taurusdb', 2), options));
  const before = ofKind('list').length;
  const [outcome] = await clock.play(client.createBackups(manyOrders('taurusdb', 1), options));
  expect(outcome).toMatchObject({ error: undefined, backup: { status: 'COMPLETED' } });
  expect(ofKind('list').length).toBeGreaterThan(before);
});
