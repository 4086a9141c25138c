import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { ClosedError } from '../../../src/index.ts';
import {
  anOrder,
  fleetCloud,
  forAnHour,
  HOUR_MS,
  MINUTE_MS,
  manyOrders,
} from '../../support/fleet-cloud.ts';
import { aBackup, thrownBy } from '../../support/memory-cloud.ts';
import { busy } from '../../support/scripted-cloud.ts';

const never = new AbortController().signal;
const ref = { service: 'taurusdb', instanceId: 'taurusdb-1', id: 'b-1' } as const;
const order = anOrder('taurusdb', 'taurusdb-1');
const rule = { keepLast: 1, isOurs: () => true };

type Fleet = ReturnType<typeof fleetCloud>;

/** Closes the client so long after the work began; answers what came of the work, and when it ended. */
async function closeAfter<Value>({ client, clock }: Fleet, ms: number, work: Promise<Value>) {
  let endedMs = Number.NaN;
  const ended = work.finally(() => {
    endedMs = clock.monotonicMs();
  });
  const play = async () => {
    await clock.sleep(ms, never);
    await client.close();
    const closedMs = clock.monotonicMs();
    return { value: await ended, closedMs };
  };
  return { ...(await clock.play(play())), endedMs };
}

test('a closed client ends a wait at once, with the backup that is known', async () => {
  const fleet = fleetCloud();
  const { client, clock } = fleet;
  const accepted = await clock.play(client.createBackup(order));
  const beganMs = clock.monotonicMs();
  const waiting = thrownBy(client.waitForBackup(accepted, { timeoutMs: HOUR_MS }));
  const { value, endedMs } = await closeAfter(fleet, 2 * MINUTE_MS, waiting);
  expect(value).toMatchObject({ name: 'CancelledError', backup: { id: accepted.id } });
  expect(endedMs).toBe(beganMs + 2 * MINUTE_MS);
  expect(clock.countSleepers()).toBe(0);
});

test('several orders: each outcome has its backup, and no further create is sent', async () => {
  const fleet = fleetCloud({ latencyMs: 3_000 });
  const orders = manyOrders('taurusdb', 6);
  const working = fleet.client.createBackups(orders, { ...forAnHour, concurrency: 2 });
  const { value: outcomes, closedMs } = await closeAfter(fleet, 5_000, working);
  for (const { error } of outcomes) expect(error).toHaveProperty('name', 'CancelledError');
  const named = outcomes.flatMap(({ backup }) => backup?.id ?? []);
  expect(named.toSorted()).toEqual(fleet.made.map(({ id }) => id).toSorted());
  expect(fleet.ofKind('create')).toHaveLength(fleet.made.length);
  // The create that was under way had its answer after a second; then the client was closed.
  expect(closedMs).toBe(6_000);
});

test('a create that gets no answer has five seconds, and is said to be uncertain', async () => {
  const fleet = fleetCloud({ latencyMs: HOUR_MS });
  const creating = thrownBy(fleet.client.createBackup(order, { hasUniqueName: true }));
  const { value, endedMs } = await closeAfter(fleet, 10_000, creating);
  expect(value).toHaveProperty('name', 'UncertainCreateError');
  expect(endedMs).toBe(15_000);
  expect(fleet.ofKind('create')).toHaveLength(1);
});

test('a cancellation is one, whatever its reason: an error of the library’s says nothing of the create', async () => {
  const fleet = fleetCloud({ latencyMs: HOUR_MS });
  const { client, clock } = fleet;
  const cancelling = new AbortController();
  const { signal } = cancelling;
  const creating = thrownBy(client.createBackup(order, { hasUniqueName: true, signal }));
  const play = async () => {
    await clock.sleep(10_000, never);
    cancelling.abort(new ClosedError());
    return await creating;
  };
  expect(await clock.play(play())).toHaveProperty('name', 'UncertainCreateError');
});

test('a wait for a busy instance ends at once, and none was made', async () => {
  const fleet = fleetCloud({
    instead: ({ what, query }) => {
      const instances = [{ id: query['id'], name: 'db', status: 'BACKING UP' }];
      return what === 'create' ? busy : { body: { instances, backups: [] } };
    },
  });
  const creating = thrownBy(fleet.client.createBackup(order, { hasUniqueName: true }));
  // After the minute in which a list may still hide that the create was sent on twice.
  const { value, endedMs } = await closeAfter(fleet, 2 * MINUTE_MS, creating);
  expect(value).toMatchObject({ name: 'CancelledError', backup: undefined });
  expect(endedMs).toBe(2 * MINUTE_MS);
  expect(fleet.ofKind('create')).toHaveLength(1);
});

test('a call that only asks ends at once, with an error that says why', async () => {
  const fleet = fleetCloud({ latencyMs: HOUR_MS });
  const { value, endedMs } = await closeAfter(fleet, 1_000, thrownBy(fleet.client.getBackup(ref)));
  expect(value).toMatchObject({
    name: 'CancelledError',
    message: 'Cancelled before the backup was found.',
  });
  expect(endedMs).toBe(1_000);
});

test('a closed client refuses every call, and sends nothing', async () => {
  const { client, sent } = fleetCloud();
  await client.close();
  await client.close();
  const calls = [
    client.createBackup(order),
    client.createBackups([order], forAnHour),
    client.waitForBackup(aBackup(), { timeoutMs: HOUR_MS }),
    client.findInstance(ref),
    client.preflight(order),
    client.pruneBackups(ref, rule),
    client.findOldBackups(ref, rule),
    client.getBackup(ref),
    client.listBackups(ref),
    client.deleteBackup(ref),
    client.findProjectId(),
    client.findTokenEnd(),
  ];
  for (const call of calls) expect(await thrownBy(call)).toBeInstanceOf(ClosedError);
  expect(sent).toEqual([]);
});

test('whatever ends, nothing of it hangs on the caller’s signal', async () => {
  const { client, clock } = fleetCloud();
  const { signal } = new AbortController();
  await clock.play(client.listBackups(ref, { signal }));
  await clock.play(client.createBackups(manyOrders('taurusdb', 3), { ...forAnHour, signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
