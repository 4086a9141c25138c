import { expect, test } from '@jest/globals';
import { ApiError, InputError, type ServiceId } from '../../../src/index.ts';
import { INSTANCE, PROJECT, type Respond, testClient } from '../../support/memory-cloud.ts';

function record(respond: Respond) {
  const sent: string[] = [];
  const setup = (cloud?: 'otc' | 'huaweicloud' | 'huaweicloud-eu') =>
    testClient({
      ...(cloud && { cloud }),
      respond: (request, signal) => {
        sent.push(`${request.method} ${request.url.pathname}${request.url.search}`);
        return respond(request, signal);
      },
    }).client;
  return { sent, setup };
}

/** A cloud with so many backups, a hundred a page. */
const pages =
  (total: number): Respond =>
  ({ url }) => {
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const ids = Array.from({ length: total }, (_, index) => ({ id: `b-${index}` }));
    return { body: { total_count: total, backups: ids.slice(offset, offset + 100) } };
  };

test.each([
  [0, 1],
  [1, 1],
  [99, 1],
  [100, 2],
  [101, 2],
  [250, 3],
  [1000, 11],
])('%d backups are all listed, each once, with %d calls at most', async (total, calls) => {
  const { sent, setup } = record(pages(total));
  const found = await setup().listBackups({ service: 'taurusdb' });
  expect(found.map(({ id }) => id)).toEqual(
    Array.from({ length: total }, (_, index) => `b-${index}`),
  );
  expect(sent.length).toBeLessThanOrEqual(calls);
});

test.each<[ServiceId, string, string]>([
  ['dds', 'v3', 'Manual'],
  ['gaussdb', 'v3', 'manual'],
  ['geminidb', 'v4', 'Manual'],
  ['taurusdb', 'v3', 'manual'],
])(
  'the pages of %s are asked for with an offset that counts backups',
  async (service, version, type) => {
    const { sent, setup } = record(pages(250));
    await setup().listBackups({ service, instanceId: 'i-1', type: 'manual' });
    const url = `GET /${version}/${PROJECT}/backups?instance_id=i-1&backup_type=${type}`;
    expect(sent).toEqual([
      `${url}&limit=100`,
      `${url}&offset=99&limit=100`,
      `${url}&offset=198&limit=100`,
    ]);
  },
);

test('a cloud that gives the same page again and again does not hold the caller', async () => {
  const { sent, setup } = record(() => ({
    body: { backups: Array.from({ length: 100 }, (_, index) => ({ id: `b-${index}` })) },
  }));
  expect(await setup().listBackups({ service: 'taurusdb' })).toHaveLength(100);
  expect(sent).toHaveLength(3);
});

test('a backup that moves to the next page while listing is given once', async () => {
  const full = Array.from({ length: 100 }, (_, index) => ({ id: `b-${index}` }));
  const second = [{ id: 'b-99' }, { id: 'b-100' }];
  const { setup } = record(({ url }) => ({
    body: { backups: url.searchParams.has('offset') ? second : full },
  }));
  expect(await setup().listBackups({ service: 'taurusdb' })).toHaveLength(101);
});

test('RDS v1, which knows no filters, is filtered here', async () => {
  const backups = [
    { id: 'b-1', instance_id: 'n-1', backuptype: '1', size: 1 },
    { id: 'b-2', instance_id: 'n-1', backuptype: '0' },
    { id: 'b-3', instance_id: 'n-2', backuptype: '1' },
  ];
  const { sent, setup } = record(() => ({ body: { backups } }));
  const list = async (filter: object) =>
    (await setup().listBackups({ service: 'rds-v1', ...filter })).map(({ id }) => id);
  expect(await list({})).toEqual(['b-1', 'b-2', 'b-3']);
  expect(await list({ instanceId: 'n-1' })).toEqual(['b-1', 'b-2']);
  expect(await list({ instanceId: 'n-1', type: 'manual' })).toEqual(['b-1']);
  expect(sent).toEqual(Array.from({ length: 3 }, () => `GET /rds/v1/${PROJECT}/backups`));
  const ref = { service: 'rds-v1', id: 'b-3' } as const;
  expect(await setup().getBackup(ref)).toMatchObject({ id: 'b-3', type: 'manual' });
});

test('RDS can’t list without an instance, and says so before any request', async () => {
  const { sent, setup } = record(() => ({}));
  await expect(setup().listBackups({ service: 'rds' })).rejects.toThrow(InputError);
  await expect(setup().getBackup({ service: 'rds', id: 'b-1' })).rejects.toThrow(
    'instanceId: is required: RDS lists the backups of one instance only',
  );
  expect(sent).toEqual([]);
});

test('one backup is found by id and instance, and by nothing else', async () => {
  const { sent, setup } = record(() => ({ body: { backups: [{ id: 'b-2' }], total_count: 1 } }));
  const ref = { service: 'rds', id: 'b-1', instanceId: INSTANCE } as const;
  expect(await setup().getBackup(ref)).toBeUndefined();
  expect(sent).toEqual([`GET /v3/${PROJECT}/backups?instance_id=${INSTANCE}&backup_id=b-1`]);
});

test.each<[ServiceId, 'otc' | 'huaweicloud' | 'huaweicloud-eu', string]>([
  ['geminidb', 'otc', `/v3/${PROJECT}/backups/b-1`],
  ['geminidb', 'huaweicloud', `/v3/${PROJECT}/backups/b-1`],
  ['geminidb', 'huaweicloud-eu', `/v3/${PROJECT}/backups/b-1`],
  ['dds', 'otc', `/v3/${PROJECT}/backups/b-1`],
  ['gaussdb', 'otc', `/v3/${PROJECT}/backups/b-1`],
  ['taurusdb', 'otc', `/v3/${PROJECT}/backups/b-1`],
  ['rds', 'otc', `/v3/${PROJECT}/backups/b-1`],
  ['rds-v1', 'otc', `/rds/v1/${PROJECT}/backups/b-1`],
])('%s on %s is deleted, whatever 2xx and body it answers', async (service, cloud, path) => {
  for (const reply of [{ status: 200 }, { status: 202, body: {} }, { status: 204 }]) {
    const { sent, setup } = record(() => reply);
    await setup(cloud).deleteBackup({ service, id: 'b-1' });
    expect(sent).toEqual([`DELETE ${path}`]);
  }
});

test.each(['DBS.201502', 'DBS.201214'])(
  'DDS: %s says of a delete that the backup is gone, and of any other call what its table says',
  async (code) => {
    const { setup } = record(() => ({ status: 400, body: { error_code: code, error_msg: 'x' } }));
    const client = setup('otc');
    const kindOf = async (call: Promise<unknown>) => {
      const error = await call.catch((thrown: unknown) => thrown);
      return error instanceof ApiError ? error.kind : error;
    };
    const ref = { service: 'dds', id: 'b-1' } as const;
    expect(await kindOf(client.deleteBackup(ref))).toBe('backup-not-found');
    const listed = code === 'DBS.201502' ? 'instance-not-found' : 'backup-not-found';
    expect(await kindOf(client.listBackups({ service: 'dds', instanceId: INSTANCE }))).toBe(listed);
  },
);

test('DDS: a delete knows the other codes of its service all the same', async () => {
  const body = { error_code: 'DBS.201015', error_msg: 'x' };
  const { setup } = record(() => ({ status: 403, body }));
  const call = setup('otc').deleteBackup({ service: 'dds', id: 'b-1' });
  await expect(call).rejects.toMatchObject({ kind: 'busy' });
});
