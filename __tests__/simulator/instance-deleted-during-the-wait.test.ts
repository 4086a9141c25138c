import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/index.ts';
import { withClients } from '../support/simulated-client.ts';

test.each(serviceIds)(
  '%s: a manual backup outlives its instance: it is waited for, listed, described and deleted',
  async (service) => {
    await withClients({ backupMs: 120_000 }, async (cloud) => {
      const { simulator, clock, findId } = cloud;
      const client = cloud.connect({ kind: 'token', token: simulator.account.token });
      const instanceId = findId(service);
      const order = { service, instanceId, name: 'nightly', description: 'a test' };
      const accepted = await client.createBackup(order);
      const removal = clock.signalAfter(60_000);
      removal.addEventListener('abort', () => simulator.removeInstance(instanceId));
      const backup = await client.waitForBackup(accepted, { timeoutMs: 600_000 });
      expect(removal.aborted).toBe(true);
      expect(backup).toMatchObject({ id: accepted.id, status: 'COMPLETED' });
      await expect(client.findInstance({ service, instanceId })).rejects.toThrow('lists no');
      if (service !== 'rds-v1') {
        const listed = await client.listBackups({ service, instanceId, type: 'manual' });
        expect(listed.map(({ id }) => id)).toEqual([accepted.id]);
      }
      await client.describeRestore(backup);
      await client.deleteBackup(backup);
      expect(simulator.requests.filter(({ status = 0 }) => status >= 500)).toEqual([]);
    });
  },
);
