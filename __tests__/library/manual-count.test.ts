import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/index.ts';
import { type ConnectedCloud, withClients } from '../support/simulated-client.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const isOurs = (name: string) => name.startsWith('gh-');

/** So many backups of an instance, a day and more old. */
function plant(
  { simulator, clock }: ConnectedCloud,
  instanceId: string,
  { count, type = 'manual' }: { readonly count: number; readonly type?: 'manual' | 'auto' },
) {
  for (let at = 0; at < count; at++) {
    const endsAt = clock.epochMs() - DAY_MS - at * MINUTE_MS;
    const times = { beganAt: endsAt - 1_000, endsAt };
    simulator.seedBackup({ instanceId, name: `gh-${type}-${at}`, type, ...times });
  }
}

const connect = ({ simulator, connect: open }: ConnectedCloud) =>
  open({ kind: 'token', token: simulator.account.token });

test.each(serviceIds)(
  '%s: who waits for one backup knows how many manual ones its instance has, whatever else is listed',
  async (service) => {
    await withClients({ backupMs: MINUTE_MS }, async (cloud) => {
      const { instances } = cloud.simulator;
      const { host } = instances.find((one) => one.service === service) ?? {};
      const [own, other] = instances.filter((one) => one.host === host);
      const instanceId = own?.id ?? '';
      plant(cloud, instanceId, { count: 3 });
      plant(cloud, instanceId, { count: 2, type: 'auto' });
      if (other !== undefined) plant(cloud, other.id, { count: 5 });
      const client = connect(cloud);
      const target = { service, instanceId };
      expect(client.knownManualBackups(target)).toBeUndefined();
      const order = { ...target, name: 'gh-own', description: 'x' };
      const accepted = await client.createBackup(order, { hasUniqueName: true });
      await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
      expect(client.knownManualBackups(target)).toMatchObject({ count: 4, isWhole: true });
    });
  },
);

test('where the list goes on after its first page, there are at least so many', async () => {
  await withClients({ backupMs: MINUTE_MS }, async (cloud) => {
    const instanceId = cloud.findId('geminidb');
    plant(cloud, instanceId, { count: 101 });
    const client = connect(cloud);
    const target = { service: 'geminidb', instanceId } as const;
    const order = { ...target, name: 'gh-own', description: 'x' };
    const accepted = await client.createBackup(order, { hasUniqueName: true });
    await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
    expect(client.knownManualBackups(target)).toMatchObject({ count: 100, isWhole: false });
  });
});

test('a list that is read for a name counts too, and the new backup with it', async () => {
  await withClients({}, async (cloud) => {
    const instanceId = cloud.findId('geminidb');
    plant(cloud, instanceId, { count: 101 });
    plant(cloud, instanceId, { count: 2, type: 'auto' });
    const client = connect(cloud);
    const target = { service: 'geminidb', instanceId } as const;
    await client.createBackup({ ...target, name: 'by-hand', description: 'x' });
    expect(client.knownManualBackups(target)).toEqual({
      count: 102,
      isWhole: true,
      limit: { most: 50, per: 'unknown', page: expect.stringMatching(/^https:.*manual_backups/) },
    });
  });
});

test('what retention deletes no longer counts, and what it can’t delete does', async () => {
  await withClients({ backupMs: 0 }, async (cloud) => {
    const instanceId = cloud.findId('taurusdb');
    plant(cloud, instanceId, { count: 4 });
    cloud.simulator.inject({ name: 'forbidden', operation: 'delete' });
    const client = connect(cloud);
    const target = { service: 'taurusdb', instanceId } as const;
    const made = await client.createBackup({ ...target, name: 'gh-own', description: 'x' });
    await client.pruneBackups(made, { keepLast: 2, isOurs });
    expect(client.knownManualBackups(target)).toEqual({
      count: 3,
      isWhole: true,
      limit: undefined,
    });
  });
});
