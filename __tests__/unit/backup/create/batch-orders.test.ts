import { expect, test } from '@jest/globals';
import { anOrder, type FleetSetup, fleetCloud, forAnHour } from '../../../support/fleet-cloud.ts';
import { thrownBy } from '../../../support/memory-cloud.ts';
import { refusedWith } from '../../../support/scripted-cloud.ts';

const first = anOrder('taurusdb', 'taurusdb-1');
const second = anOrder('taurusdb', 'taurusdb-2');

test('an instance that is given twice is an error before anything is sent', async () => {
  const { client, sent } = fleetCloud();
  const again = { ...first, name: 'another-name' };
  const error = await thrownBy(client.createBackups([first, second, again], forAnHour));
  expect(error).toMatchObject({
    name: 'InputError',
    problems: [{ input: 'orders.2.instanceId', problem: expect.stringContaining('twice') }],
  });
  expect(sent).toEqual([]);
});

test('an id in another case is the same id', async () => {
  const { client, sent } = fleetCloud();
  const again = { ...first, instanceId: 'TaurusDB-1' };
  const error = await thrownBy(client.createBackups([first, again], forAnHour));
  expect(error).toMatchObject({ problems: [{ input: 'orders.1.instanceId' }] });
  expect(sent).toEqual([]);
});

test('both APIs of RDS mean the same instance by an id', async () => {
  const { client, sent } = fleetCloud();
  const orders = [anOrder('rds', 'shop-in01'), anOrder('rds-v1', 'shop-in01')];
  const error = await thrownBy(client.createBackups(orders, forAnHour));
  expect(error).toMatchObject({ problems: [{ input: 'orders.1.instanceId' }] });
  expect(sent).toEqual([]);
});

const NODE = 'node-of-shop';

/** RDS with an instance `shop-in01`, whose primary node is `node-of-shop`, and others with nodes of their own. */
const withNodes = (changes: FleetSetup = {}) =>
  fleetCloud({
    instead: ({ what, query: { id = '' } }) => {
      if (what !== 'instances') return undefined;
      const node = id === 'shop-in01' ? NODE : `node-of-${id}`;
      const nodes = [{ id: node, role: 'master' }];
      return { body: { instances: [{ id, name: 'db', status: 'ACTIVE', nodes }] } };
    },
    ...changes,
  });

test.each(['rds', 'rds-v1'] as const)(
  'an instance by its id at %s and by its node at rds-v1: both are named, and no backup is asked for',
  async (service) => {
    const { client, clock, ofKind } = withNodes();
    const orders = [first, anOrder('rds-v1', NODE.toUpperCase()), anOrder(service, 'shop-in01')];
    const error = await clock.play(thrownBy(client.createBackups(orders, forAnHour)));
    const problem = `${service} shop-in01 and rds-v1 NODE-OF-SHOP (number 2) are one instance: leave one out`;
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('; no backup was asked for.'),
      problems: [{ input: 'orders.2.instanceId', problem }],
    });
    expect(ofKind('create')).toEqual([]);
  },
);

test('other instances beside a node are told apart with one look each, and backed up', async () => {
  const { client, clock, ofKind } = withNodes();
  const orders = [anOrder('rds-v1', NODE), anOrder('rds', 'crm-in01'), anOrder('dds', 'x-in02')];
  const outcomes = await clock.play(client.createBackups(orders, { ...forAnHour, wait: false }));
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expect(ofKind('instances').map(({ query }) => query['id'])).toEqual(['crm-in01']);
});

test('where no node is among them, nothing is looked up', async () => {
  const { client, clock, ofKind } = withNodes();
  const orders = [anOrder('rds', 'shop-in01'), anOrder('rds', 'crm-in01'), first];
  await clock.play(client.createBackups(orders, { ...forAnHour, wait: false }));
  expect(ofKind('instances')).toEqual([]);
});

test('one that can’t be told from a node is not asked for; the others are', async () => {
  const { client, clock, made } = withNodes({
    instead: ({ what }) => (what === 'instances' ? refusedWith(403, 'DBS.280015') : undefined),
  });
  const orders = [anOrder('rds-v1', NODE), anOrder('rds', 'crm-in01'), first];
  const outcomes = await clock.play(client.createBackups(orders, { ...forAnHour, wait: false }));
  expect(outcomes.map(({ error }) => error)).toEqual([
    undefined,
    expect.objectContaining({ name: 'ApiError', kind: 'forbidden' }),
    undefined,
  ]);
  expect(made).toHaveLength(2);
});

test('an instance of which the other API knows no node is no twin', async () => {
  const { client, clock } = withNodes({
    instead: ({ what }) => (what === 'instances' ? { body: { instances: [] } } : undefined),
  });
  const orders = [anOrder('rds-v1', NODE), anOrder('rds', 'crm-in01')];
  const outcomes = await clock.play(client.createBackups(orders, { ...forAnHour, wait: false }));
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined]);
});

test('cancelled while they are told apart: each says that there is none', async () => {
  const { client, clock, sent } = withNodes();
  const orders = [anOrder('rds-v1', NODE), anOrder('rds', 'crm-in01')];
  const signal = AbortSignal.abort();
  const outcomes = await clock.play(client.createBackups(orders, { ...forAnHour, signal }));
  for (const { error } of outcomes) expect(error).toHaveProperty('name', 'CancelledError');
  expect(sent).toEqual([]);
});

test('the same id at another service is another instance', async () => {
  const { client, clock } = fleetCloud();
  const other = anOrder('dds', 'taurusdb-1');
  const outcomes = await clock.play(client.createBackups([first, other], forAnHour));
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined]);
});

test('every problem of every order is told at once, by its position', async () => {
  const { client, sent } = fleetCloud();
  const bad = { ...second, name: '1' };
  const worse = { service: 'geminidb', instanceId: 'a b', name: 'nightly' } as const;
  const error = await thrownBy(client.createBackups([first, bad, worse], forAnHour));
  expect(error).toMatchObject({
    problems: [
      { input: 'orders.1.name' },
      { input: 'orders.2.instanceId' },
      { input: 'orders.2.description' },
    ],
  });
  expect(sent).toEqual([]);
});

test.each(['shop', [''], [7], { 0: 'shop' }])(
  'databases that are no list of names are an error before anything is sent: %j',
  async (databases) => {
    const { client, sent } = fleetCloud();
    const order = JSON.parse(JSON.stringify({ ...anOrder('rds', 'rds-1'), databases }));
    for (const call of [client.createBackups([order], forAnHour), client.createBackup(order)]) {
      const error = await thrownBy(call);
      expect(error).toMatchObject({
        name: 'InputError',
        problems: [{ input: expect.stringMatching(/databases$/) }],
      });
    }
    expect(sent).toEqual([]);
  },
);

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'a concurrency of %d is refused',
  async (concurrency) => {
    const { client, sent } = fleetCloud();
    const error = await thrownBy(client.createBackups([first], { ...forAnHour, concurrency }));
    expect(error).toMatchObject({ problems: [{ input: 'concurrency' }] });
    expect(sent).toEqual([]);
  },
);

test('waiting needs a time-out; not waiting needs none', async () => {
  const { client, clock } = fleetCloud();
  const error = await thrownBy(client.createBackups([first], {}));
  expect(error).toMatchObject({ problems: [{ input: 'timeoutMs' }] });
  const [outcome] = await clock.play(client.createBackups([first], { wait: false }));
  expect(outcome).toMatchObject({ error: undefined, backup: { status: 'BUILDING' } });
});

test('no orders make no backups', async () => {
  const { client, sent } = fleetCloud();
  expect(await client.createBackups([], forAnHour)).toEqual([]);
  expect(sent).toEqual([]);
});
