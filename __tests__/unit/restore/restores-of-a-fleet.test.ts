import { expect, test } from '@jest/globals';
import { type FleetSetup, fleetCloud, forAnHour, manyOrders } from '../../support/fleet-cloud.ts';

/** Backs up so many of RDS and describes how each is restored; with the calls that this took. */
async function describe(count: number, setup: FleetSetup, timeoutMs?: number) {
  const { client, clock, ofKind } = fleetCloud({ cloud: 'otc', ...setup });
  const making = client.createBackups(manyOrders('rds', count), forAnHour);
  const backups = (await clock.play(making)).flatMap(({ backup }) => backup ?? []);
  const before = ofKind('instances').length;
  const guides = await clock.play(client.describeRestoresBy(1, backups, { timeoutMs }));
  return {
    guides,
    calls: ofKind('instances')
      .slice(before)
      .map(({ query }) => query),
  };
}

test('two of a long list of instances are looked for on all pages', async () => {
  const { guides, calls } = await describe(2, { otherInstances: 150 });
  expect(guides.map(({ request }) => request?.method)).toEqual(['POST', 'POST']);
  expect(calls).toEqual([{ limit: '100' }, { limit: '100', offset: '99' }]);
});

test('what the wait has read of the instances is not read again', async () => {
  const { guides, calls } = await describe(10, {});
  expect(guides.map(({ request }) => request?.method)).toEqual(Array(10).fill('POST'));
  expect(calls).toEqual([]);
});

test('pages that come before the time is over serve those that they show', async () => {
  const pageMs = 4_000;
  const { guides } = await describe(3, { otherInstances: 198, pageMs }, 10_000);
  const [first, ...others] = guides.map(({ request, whyNoRequest }) => request ?? whyNoRequest);
  expect(first).toHaveProperty('method', 'POST');
  expect(others).toEqual(Array(2).fill('The list of instances did not come in time.'));
});
