import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/index.ts';
import { withClient } from '../support/simulated-client.ts';

test.each(serviceIds)(
  '%s: a list that lags shows what is older, and not yet what is younger',
  async (service) => {
    await withClient({}, async ({ client, simulator, clock, findId }) => {
      const instanceId = findId(service);
      const seed = (id: string, ageMs: number) =>
        simulator.seedBackup({
          ...{ instanceId, service, id, type: 'manual' },
          beganAt: clock.epochMs() - ageMs,
        });
      seed('older', 40_000);
      seed('younger', 20_000);
      const lagging = { name: 'lagging-list', operation: 'list', times: 1 } as const;
      simulator.inject({ ...lagging, service, lagMs: 30_000 });
      const list = async () => {
        const listed = await client.listBackups({ service, instanceId, type: 'manual' });
        return listed.map(({ id }) => id).filter((id) => ['older', 'younger'].includes(id));
      };
      expect(await list()).toEqual(['older']);
      expect(await list()).toEqual(['younger', 'older']);
    });
  },
);
