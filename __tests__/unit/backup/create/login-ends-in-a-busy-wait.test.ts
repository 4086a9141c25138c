import { expect, test } from '@jest/globals';
import { ApiError } from '../../../../src/index.ts';
import { thrownBy } from '../../../support/memory-cloud.ts';
import { busy, order, refusedWith, scriptedCloud } from '../../../support/scripted-cloud.ts';

const MINUTE_MS = 60_000;
const rdsOrder = { ...order, service: 'rds' } as const;

test('a login that ends while the instance is busy is told then, not when the next create is due', async () => {
  let lastMs = 0;
  const cloud = scriptedCloud({
    creates: [busy],
    instance: ({ clock }) => {
      lastMs = cloud.times('create').at(-1) ?? 0;
      if (lastMs < 5 * MINUTE_MS) return 'ACTIVE';
      // By now creates are a minute apart.
      return clock.monotonicMs() === lastMs ? 'BACKING UP' : refusedWith(401, 'APIGW.0301');
    },
  });
  const options = { hasUniqueName: true, busyTimeoutMs: 60 * MINUTE_MS };
  const error = await thrownBy(cloud.client.createBackup(rdsOrder, options));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ kind: 'login', code: 'APIGW.0301' });
  // Three refusals in a row, with pauses of 5 and 15 seconds.
  expect(cloud.clock.monotonicMs()).toBeLessThan(lastMs + 50_000);
  expect(cloud.times('create').at(-1)).toBe(lastMs);
});
