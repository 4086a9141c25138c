import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/index.ts';
import { thrownBy } from '../support/memory-cloud.ts';
import { withClient } from '../support/simulated-client.ts';

test.each(serviceIds)('%s: an instance is found by its id and by its name', async (service) => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const id = findId(service);
    const byId = await client.findInstance({ service, instanceId: id });
    expect(byId).toMatchObject({ service, id, isFree: true, isStuck: false });
    const { name } = byId;
    expect(await client.findInstance({ service, name })).toEqual(byId);
    expect(await client.findInstance({ service, instanceId: id, name })).toEqual(byId);
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

test('a node’s id finds the instance that it belongs to', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const id = findId('rds-v1');
    const nodeId = simulator.instances.find((one) => one.id === id)?.nodes[0]?.id;
    const found = await client.findInstance({ service: 'rds-v1', instanceId: nodeId });
    expect(found).toMatchObject({ id, name: 'legacy' });
  });
});

test('several instances of one name: the error lists them, and asks for an id', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const [first, second] = [findId('taurusdb', 'orders'), findId('taurusdb', 'billing')];
    simulator.setInstance(second, { name: 'orders' });
    const error = await thrownBy(client.findInstance({ service: 'taurusdb', name: 'orders' }));
    expect(error).toMatchObject({
      name: 'LookupError',
      found: [first, second],
      message: expect.stringContaining(`${first} (orders), ${second} (orders)`),
      hint: expect.stringContaining('id'),
    });
    const both = { service: 'taurusdb', name: 'orders', instanceId: second } as const;
    expect(await client.findInstance(both)).toHaveProperty('id', second);
  });
});

test.each([
  ['no such name', { name: 'order' }],
  ['a name in other letters', { name: 'Orders' }],
  ['a part of a name that the list would match', { name: '*order' }],
  ['no such id', { instanceId: '0'.repeat(32).concat('in07') }],
])('%s is a lookup error that names what was asked for', async (_, query) => {
  await withClient({}, async ({ client }) => {
    const error = await thrownBy(client.findInstance({ service: 'taurusdb', ...query }));
    const asked = Object.values(query)[0] ?? '';
    expect(error).toMatchObject({ name: 'LookupError', found: [] });
    expect(error).toHaveProperty('message', expect.stringContaining(asked));
  });
});

test('with an id the name is a guard: another name is an error that tells both', async () => {
  await withClient({}, async ({ client, findId }) => {
    const instanceId = findId('taurusdb', 'orders');
    const query = { service: 'taurusdb', instanceId, name: 'billing' } as const;
    const error = await thrownBy(client.findInstance(query));
    expect(error).toMatchObject({ name: 'LookupError', found: [instanceId] });
    expect(error).toHaveProperty('message', expect.stringMatching(/orders.*billing/));
  });
});

test('without an id and a name there is nothing to look for, and nothing is sent', async () => {
  await withClient({}, async ({ simulator, client }) => {
    const error = await thrownBy(client.findInstance({ service: 'taurusdb' }));
    expect(error).toHaveProperty('name', 'InputError');
    expect(simulator.requests).toEqual([]);
  });
});

test('a cancelled look ends as such, and one that takes too long as well', async () => {
  await withClient({}, async ({ simulator, client, clock, findId }) => {
    const query = { service: 'taurusdb', instanceId: findId('taurusdb') } as const;
    const cancelled = client.findInstance(query, { signal: AbortSignal.abort() });
    expect(await thrownBy(cancelled)).toHaveProperty('name', 'CancelledError');
    simulator.inject({ name: 'timeout-before', operation: 'instances' });
    simulator.onRequest(() => clock.advance(60_000));
    const late = thrownBy(client.findInstance(query, { timeoutMs: 60_000 }));
    expect(await late).toHaveProperty('name', 'DeadlineError');
  });
});
