import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { BackupClient, type CloudId, serviceIds } from '../../src/index.ts';

const clouds: readonly CloudId[] = ['otc', 'huaweicloud'];
const cases = serviceIds.flatMap((service) => clouds.map((cloud) => ({ service, cloud })));

test.each(cases)(
  '$service on $cloud: create, find, list, wait and delete',
  async ({ service, cloud }) => {
    let nowMs = Date.UTC(2026, 10, 21, 12);
    const simulator = await startSimulator({
      now: () => nowMs,
      backupMs: 60_000,
      cloud: cloud === 'otc' ? 'otc' : 'huaweicloud',
    });
    const { account, endpoints, iamEndpoint, instances } = simulator;
    const startMs = nowMs;
    const client = new BackupClient({
      cloud,
      region: account.projectName,
      endpoints,
      iamEndpoint,
      credentials: { kind: 'token', token: account.token },
      clock: {
        monotonicMs: () => nowMs - startMs,
        epochMs: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
        signalAfter: () => new AbortController().signal,
      },
    });
    try {
      const instanceId = instances.find((instance) => instance.service === service)?.id ?? '';
      const order = { service, instanceId, name: 'before-release-42', description: 'by hand' };
      const accepted = await client.createBackup(order);
      expect(accepted).toMatchObject({ ...order, status: 'BUILDING', created: true });

      const ref = { service, id: accepted.id, instanceId };
      expect(await client.getBackup(ref)).toMatchObject({ id: accepted.id, status: 'BUILDING' });

      const completed = await client.waitForBackup(accepted, { timeoutMs: 600_000 });
      expect(completed).toMatchObject({ id: accepted.id, status: 'COMPLETED', instanceId });
      expect(completed.endTime).toBe('2026-11-21T12:01:00Z');
      expect(nowMs - startMs).toBeLessThan(65_000);

      simulator.seedBackup({ instanceId, name: 'automated' });
      const manual = await client.listBackups({ service, instanceId, type: 'manual' });
      expect(manual.map(({ id }) => id)).toEqual([accepted.id]);

      await client.deleteBackup(ref);
      expect(await client.getBackup(ref)).toBeUndefined();
    } finally {
      await client.close();
      await simulator.stop();
    }
  },
);
