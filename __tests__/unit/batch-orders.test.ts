import { expect, test } from '@jest/globals';
import { anOrder, fleetCloud, forAnHour } from './fleet-cloud.ts';
import { thrownBy } from './scripted-cloud.ts';

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
