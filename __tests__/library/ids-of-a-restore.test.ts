import { expect, test } from '@jest/globals';
import { InputError, serviceIds } from '../../src/index.ts';
import { aBackup, INSTANCE, testClient, thrownBy } from '../support/memory-cloud.ts';
import { withClient } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';

const unasked = () => testClient({ respond: () => ({ status: 500 }) });
const ref = { service: 'rds', id: 'b-1', instanceId: INSTANCE } as const;
const rule = { keepLast: 1, isOurs: () => true };
const times = { timeoutMs: 60_000 };

/** Each method that takes an id, with what it takes; `part` replaces fields of it. */
const methods: Readonly<
  Record<string, (part: object, client: ReturnType<typeof unasked>['client']) => Promise<unknown>>
> = {
  describeRestore: (part, client) => client.describeRestore({ ...aBackup(), ...part }),
  waitForBackup: (part, client) => client.waitForBackup({ ...aBackup(), ...part }, times),
  getBackup: (part, client) => client.getBackup({ ...ref, ...part }),
  deleteBackup: (part, client) => client.deleteBackup({ ...ref, ...part }),
  pruneBackups: (part, client) => client.pruneBackups({ ...ref, ...part }, rule),
};

test('an empty id is told by its name, and nothing is sent', () =>
  checkRows(
    Object.entries(methods).flatMap(([name, call]) =>
      ['id', 'instanceId']
        .filter((field) => name !== 'deleteBackup' || field === 'id')
        .map((field) => [`${name} ${field}`, { call, field }] as const),
    ),
    async (_, { call, field }) => {
      const { client } = unasked();
      const error = await thrownBy(call({ [field]: '' }, client));
      expect(error).toBeInstanceOf(InputError);
      expect(error).toHaveProperty('problems', [{ input: field, problem: 'is empty' }]);
    },
  ));

test('an empty instance is told by its name wherever one is asked for', () =>
  checkRows(
    [
      ['listBackups', () => unasked().client.listBackups({ service: 'rds', instanceId: '' })],
      ['findInstance', () => unasked().client.findInstance({ service: 'rds', instanceId: '' })],
      [
        'findOldBackups',
        () => unasked().client.findOldBackups({ service: 'rds', instanceId: '' }, rule),
      ],
    ],
    async (_, call) => {
      const error = await thrownBy(call());
      expect(error).toHaveProperty('problems', [{ input: 'instanceId', problem: 'is empty' }]);
    },
  ));

test('one of several is told by its place', async () => {
  const { client } = unasked();
  const error = await thrownBy(client.describeRestores([aBackup(), aBackup({ id: '' })]));
  expect(error).toHaveProperty('problems', [{ input: 'backups.1.id', problem: 'is empty' }]);
});

test.each(serviceIds.filter((service) => !service.startsWith('rds')))(
  'a restore that takes an instance of RDS for one of %s says so beside the request',
  async (service) => {
    await withClient({}, async ({ client, findId }) => {
      const instanceId = findId('rds');
      const backup = aBackup({ service, instanceId, status: 'COMPLETED' });
      const { notes } = await client.describeRestore(backup);
      expect(notes[0]).toMatch(
        /^Instance id \w+ ends like one of RDS, but the service is \w+: check both\.$/,
      );
      const own = aBackup({ service: 'rds', instanceId, status: 'COMPLETED' });
      const { notes: fitting } = await client.describeRestore(own);
      expect(fitting.join()).not.toContain('check both');
    });
  },
);
