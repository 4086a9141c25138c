import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ApiError, BackupClient, type ServiceId } from '../../../src/index.ts';
import { INSTANCE, PROJECT, recordLog, TOKEN } from '../../support/memory-cloud.ts';
import { type Recorded, withServer } from '../../support/recorder-server.ts';
import { checkRows } from '../../support/table.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

// Answers as others have recorded them; each file names its source.
const folder = new URL('../../fixtures/answers/', import.meta.url);

interface RecordedAnswer {
  readonly service: ServiceId;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const read = (name: string): RecordedAnswer =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

/** A client of a cloud that answers so; `after` is the body of all answers but the first. */
async function replay(
  name: string,
  use: (client: BackupClient, seen: readonly Recorded[]) => Promise<void>,
  { after, projectId = PROJECT }: { readonly after?: unknown; readonly projectId?: string } = {},
): Promise<void> {
  const { service, status, headers = {}, body } = read(name);
  // How the answer is cut into pieces is the server's own affair.
  const { 'Transfer-Encoding': _, ...sent } = headers;
  const answer = { status, headers: { 'content-type': 'application/json', ...sent }, body };
  await withServer(
    (__, count) => (after !== undefined && count > 1 ? { body: after } : answer),
    async ({ url, seen }) => {
      const options = { endpoints: { [service]: url }, iamEndpoint: url, credentials: TOKEN };
      const place = projectId === '' ? { projectName: 'eu-de' } : { projectId };
      const log = recordLog();
      const client = new BackupClient({ ...options, ...place, log, clock: virtualClock() });
      try {
        await use(client, seen);
      } finally {
        await client.close();
      }
    },
  );
}

const thrownBy = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof ApiError) return error;
  throw new Error('the cloud refused, and no ApiError was thrown', { cause: error });
};

const order = (service: ServiceId) =>
  ({ service, instanceId: INSTANCE, name: 'nightly', description: 'by hand' }) as const;

const said: Readonly<Record<string, () => Promise<void>>> = {
  'geminidb-instances': () =>
    replay('geminidb-instances', async (client) => {
      const query = { service: 'geminidb', name: 'nosql-efa6' } as const;
      // Normal, and busy all the same; the engine is written with a capital.
      expect(await client.findInstance(query)).toEqual({
        service: 'geminidb',
        id: '8436a91546294036b75931e879882200in06',
        name: 'nosql-efa6',
        state: 'normal, CREATE',
        isFree: false,
        isStuck: false,
        isStateKnown: true,
        engine: 'cassandra',
        isReplica: undefined,
        primaryNodeId: undefined,
      });
    }),
  'rds-instances': () =>
    replay('rds-instances', async (client) => {
      expect(await client.findInstance({ service: 'rds', name: 'rds-list-2' })).toEqual({
        service: 'rds',
        id: 'rds-list-filter-id-2',
        name: 'rds-list-2',
        state: 'ACTIVE',
        isFree: true,
        isStuck: false,
        isStateKnown: true,
        engine: 'mysql',
        isReplica: false,
        primaryNodeId: undefined,
      });
    }),
  'rds-v1-backups': () =>
    replay('rds-v1-backups', async (client) => {
      // No total, no offset in the times, a size of nothing for a backup that is completed.
      expect(await client.listBackups({ service: 'rds-v1' })).toMatchObject([
        {
          id: '2a4d0f86-67cd-408a-8b66-017454fb7793',
          name: '50deafb3e45d451a9406ca146b71fe9a_rds',
          instanceId: '4f87d3c4-9e33-482f-b962-e23b30d1a18c',
          status: 'COMPLETED',
          type: 'manual',
          beginTime: '2016-08-23T03:59:23Z',
          endTime: '2016-08-23T04:01:40Z',
          // A size of 0 is none that was measured.
          sizeMb: undefined,
          description: undefined,
        },
      ]);
    }),
  'rds-v3-backups': () =>
    replay('rds-v3-backups', async (client) => {
      const instanceId = '4f87d3c4-9e33-482f-b962-e23b30d1a18c';
      expect(await client.listBackups({ service: 'rds', instanceId })).toMatchObject([
        {
          id: 'IDENTIFIER',
          name: '50deafb3e45d451a9406ca146b71fe9a_rds',
          status: 'COMPLETED',
          type: 'manual',
          beginTime: '2016-08-23T04:01:40Z',
          endTime: '2016-08-23T04:04:40Z',
          sizeMb: undefined,
        },
      ]);
    }),
  // Two shapes in one body: the vendor's code is taken, not the status beside it.
  'rds-v1-otc-parameter-error': () =>
    replay('rds-v1-otc-parameter-error', async (client, seen) => {
      const error = await thrownBy(client.createBackup(order('rds-v1'), { hasUniqueName: true }));
      const { kind, code, text, status } = error;
      expect({ kind, code, text, status }).toEqual({
        kind: 'other',
        code: 'RDS.0001',
        text: 'Parameter error!',
        status: 400,
      });
      expect(seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    }),
  'apigw-throttled': () =>
    replay(
      'apigw-throttled',
      async (client, seen) => {
        const list = client.listBackups({ service: 'rds', instanceId: INSTANCE });
        expect(await list).toEqual([]);
        expect(seen).toHaveLength(2);
      },
      { after: { backups: [] } },
    ),
  'apigw-not-published': () =>
    replay('apigw-not-published', async (client, seen) => {
      const error = await thrownBy(client.listBackups({ service: 'geminidb' }));
      expect(error).toMatchObject({ kind: 'routing', code: 'APIGW.0101' });
      expect(error.hint).toContain('endpoint');
      expect(seen).toHaveLength(1);
    }),
  'rds-otc-vpc-missing': () =>
    replay('rds-otc-vpc-missing', async (client) => {
      const error = await thrownBy(client.createBackup(order('rds'), { hasUniqueName: true }));
      expect(error).toMatchObject({ kind: 'other', code: 'DBS.200503', status: 404 });
      expect(error.message).toContain('Either the VPC does not exist or does not belong');
    }),
  'rds-hw-invalid-spec': () =>
    replay('rds-hw-invalid-spec', async (client) => {
      const error = await thrownBy(client.createBackup(order('rds'), { hasUniqueName: true }));
      expect(error).toMatchObject({ kind: 'other', code: 'DBS.280239', status: 400 });
      expect(error.message).toContain('"Invalid specifications."');
    }),
  // The number in its body is the HTTP status, so the status says what it means.
  'iam-keystone-403': () =>
    replay('iam-keystone-403', async (client) => {
      const list = client.listBackups({ service: 'rds', instanceId: INSTANCE });
      const error = await thrownBy(list);
      expect(error).toMatchObject({ kind: 'denied', code: undefined, status: 403 });
      expect(error.message).toContain('identity:list_projects');
      expect(error.hint).toContain('permission');
    }),
};

test('every recorded answer is replayed', () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  expect(Object.keys(said).sort()).toEqual(files.sort());
});

test('the client makes the right thing of each', () =>
  checkRows(Object.entries(said), (_, check) => check()));

test('a right that is missing for the lookup of the project is told with what to do', async () => {
  await replay(
    'iam-keystone-403',
    async (client) => {
      await expect(client.findProjectId()).rejects.toMatchObject({ hint: expect.any(String) });
    },
    { projectId: '' },
  );
});
