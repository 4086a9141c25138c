import { expect, test } from '@jest/globals';
import { BackupClient, InputError, serviceIds } from '../../src/index.ts';
import { checkRows } from '../support/table.ts';

/** What a program without types gives: its values have whatever type the test says. */
const untyped = (value: unknown): never => value as never;

const credentials = { kind: 'token', token: 'the-token' };
const good = { region: 'eu-de', projectId: '0123456789abcdef0123456789abcdef', credentials };
const order = {
  service: 'rds',
  instanceId: 'd8e6ca5a624745bcb546a227aa3ae1cfin03',
  name: 'nightly',
};

const linesOf = (error: unknown) => {
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError
    ? error.problems.map(({ input, problem }) => `${input}: ${problem}`)
    : [];
};

const KINDS = 'must be one of token, keys, password, oidc, sts, agency';
const SERVICES = `write one of ${serviceIds.join(', ')}`;

test('a client with a wrong option is told which one', () =>
  checkRows<[string, unknown, readonly string[]]>(
    [
      ['nothing', undefined, ['options: must be an object with region and credentials']],
      ['no credentials', { region: 'eu-de' }, [`credentials.kind: ${KINDS}`]],
      ['null', { ...good, credentials: null }, [`credentials.kind: ${KINDS}`]],
      ['no kind', { ...good, credentials: { token: 'x' } }, [`credentials.kind: ${KINDS}`]],
      [
        'an unknown kind',
        { ...good, credentials: { kind: 'aksk' } },
        [`credentials.kind: ${KINDS}`],
      ],
      [
        'an agency of nobody',
        { ...good, credentials: { kind: 'agency', agencyName: 'a', agencyDomainName: 'b' } },
        ['credentials.base: must be one of token, keys, password, oidc, sts'],
      ],
      [
        'an agency of an agency',
        {
          ...good,
          credentials: {
            ...{ kind: 'agency', agencyName: 'a', agencyDomainName: 'b' },
            base: { kind: 'agency' },
          },
        },
        ['credentials.base.kind: must be one of token, keys, password, oidc, sts'],
      ],
      ['no token', { ...good, credentials: { kind: 'token' } }, ['credentials.token: is missing']],
      [
        'a number as password',
        { ...good, credentials: { kind: 'password', username: 'u', domainName: 'd', password: 5 } },
        ['credentials.password: must be a text'],
      ],
      [
        'no function',
        { ...good, credentials: { kind: 'oidc', identityProvider: 'github' } },
        ['credentials.getIdToken: must be a function'],
      ],
      ['a number as region', { ...good, region: 5 }, ['region: must be a text']],
      [
        'an engine’s endpoint',
        { ...good, endpoints: { mysql: 'https://h.test' } },
        ['endpoints.mysql: does not know "mysql": MySQL is rds'],
      ],
    ],
    (_, options, lines) => {
      let thrown: unknown;
      try {
        new BackupClient(untyped(options));
      } catch (error) {
        thrown = error;
      }
      expect(linesOf(thrown)).toEqual(lines);
    },
  ));

type Call = (client: BackupClient) => Promise<unknown>;

test('a call with a wrong option is told which one', () =>
  checkRows<[string, Call, readonly string[]]>(
    [
      [
        'no order',
        (client) => client.createBackup(untyped(undefined)),
        ['order: must be an object with service, instanceId and name'],
      ],
      [
        'no name',
        (client) => client.createBackup(untyped({ ...order, name: undefined })),
        ['name: must be a text'],
      ],
      [
        'no service',
        (client) => client.createBackup(untyped({ ...order, service: undefined })),
        [`service: must be a text: ${SERVICES}`],
      ],
      [
        'an engine',
        (client) => client.createBackup(untyped({ ...order, service: 'postgres' })),
        ['service: does not know "postgres": PostgreSQL is rds'],
      ],
      [
        'an engine, in a list',
        (client) =>
          client.createBackups([untyped({ ...order, service: 'postgres' })], { timeoutMs: 1 }),
        ['orders.0.service: does not know "postgres": PostgreSQL is rds'],
      ],
      [
        'an engine, to list',
        (client) =>
          client.listBackups(untyped({ service: 'postgres', instanceId: order.instanceId })),
        ['service: does not know "postgres": PostgreSQL is rds'],
      ],
      [
        'an engine, to delete',
        (client) => client.deleteBackup(untyped({ service: 'postgres', id: 'b-1' })),
        ['service: does not know "postgres": PostgreSQL is rds'],
      ],
      [
        'a text as timeoutMs',
        (client) => client.createBackup(untyped(order), { timeoutMs: untyped('60s') }),
        ['timeoutMs: must be a number of milliseconds, 0 or more'],
      ],
      [
        'a text as timeoutMs, to check',
        (client) => client.preflight(untyped(order), { timeoutMs: untyped('60s') }),
        ['timeoutMs: must be a number of milliseconds, 0 or more'],
      ],
    ],
    async (_, call, lines) => {
      const client = new BackupClient(untyped(good));
      const thrown = await call(client).then(
        () => undefined,
        (error: unknown) => error,
      );
      await client.close();
      expect(linesOf(thrown)).toEqual(lines);
    },
  ));
