import { expect, test } from '@jest/globals';
import { type CloudId, serviceIds } from '../../src/index.ts';
import { withClient } from '../support/simulated-client.ts';

const clouds: readonly Exclude<CloudId, 'huaweicloud-eu'>[] = ['otc', 'huaweicloud'];
const cases = serviceIds.flatMap((service) => clouds.map((cloud) => ({ service, cloud })));

test.each(cases)(
  '$service on $cloud: a request that restores the backup, or the reason why there is none',
  async ({ service, cloud }) => {
    await withClient({ cloud }, async ({ simulator, client }) => {
      const instance = simulator.instances.find((one) => one.service === service);
      const owner = { instanceId: instance?.id ?? '', service };
      const { id } = simulator.seedBackup({ ...owner, type: 'manual' });
      const backup = await client.getBackup({ ...owner, id });
      if (backup === undefined) throw new Error('no backup');
      const guide = await client.describeRestore(backup);
      expect(guide.request === undefined).toBe(guide.whyNoRequest !== undefined);
      if (guide.request !== undefined) expect(JSON.stringify(guide.request.body)).toContain(id);
    });
  },
);
