import { expect, test } from '@jest/globals';
import type { Backup, CloudId, ServiceId } from '../../../src/index.ts';
import { aBackup, HOST, INSTANCE, PROJECT, testClient } from '../../support/memory-cloud.ts';
import { readText } from '../../support/repository.ts';

interface Listed {
  readonly service: ServiceId;
  readonly cloud: CloudId;
  readonly instance: Readonly<Record<string, unknown>> & { readonly id: string };
}

const { lists }: { readonly lists: readonly Listed[] } = JSON.parse(
  readText('__tests__/fixtures/instance-lists.json'),
);

const listed = (service: ServiceId, cloud: CloudId, mode?: string) => {
  const found = lists.find(
    (one) =>
      one.service === service &&
      one.cloud === cloud &&
      (mode === undefined || one.instance['mode'] === mode),
  );
  if (found === undefined) throw new Error(`no ${service} on ${cloud}`);
  return found.instance;
};

const done = (service: ServiceId, instanceId: string, changes: Partial<Backup> = {}) =>
  aBackup({ id: 'backup-1', status: 'COMPLETED', ...changes, service, instanceId });

/** A client of a cloud whose list shows these, and what it was asked. */
function listing(cloud: CloudId | undefined, instances: readonly unknown[], totalCount?: number) {
  const asked: string[] = [];
  const { client } = testClient({
    cloud,
    respond: ({ method, url }) => {
      asked.push(`${method} ${url.pathname}${url.search}`);
      return { body: { instances, total_count: totalCount ?? instances.length } };
    },
  });
  return { client, asked };
}

test('the request for an RDS instance of OTC, as its page prints it, asks for another type of volume', async () => {
  const instance = listed('rds', 'otc');
  const { client, asked } = listing('otc', [instance]);
  const guide = await client.describeRestore(done('rds', instance.id));
  expect(guide.request).toEqual({
    method: 'POST',
    url: `${HOST}/v3/${PROJECT}/instances`,
    body: {
      name: '<NAME>',
      password: '<PASSWORD>',
      flavor_ref: 'rds.mysql.n1.large',
      volume: { type: '<VOLUME_TYPE>', size: 100 },
      availability_zone: 'eu-de-01',
      vpc_id: 'b21630c1-e7d3-450d-907d-39ef5f445ae7',
      subnet_id: '45557a98-9e17-4600-8aec-999150bc4eef',
      security_group_id: '38815c5c-482b-450a-80b6-0a301f2afd97',
      port: '3306',
      backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
      restore_point: { instance_id: instance.id, type: 'backup', backup_id: 'backup-1' },
    },
  });
  expect(guide.openFields).toContainEqual({
    mark: '<VOLUME_TYPE>',
    field: 'volume.type',
    reason: 'The instance has ULTRAHIGH, which the page does not take here.',
    allowed: 'CLOUDSSD, or ESSD, the extreme SSD',
    type: 'text',
    suggestion: 'CLOUDSSD',
  });
  expect(asked).toEqual([`GET /v3/${PROJECT}/instances?id=${instance.id}`]);
});

test('the request for a DDS cluster has one entry for each kind of node', async () => {
  const instance = listed('dds', 'otc', 'Sharding');
  const { client } = listing('otc', [instance]);
  const { request } = await client.describeRestore(done('dds', instance.id));
  expect(request?.body['flavor']).toEqual([
    { type: 'mongos', num: 2, spec_code: 'dds.mongodb.s2.medium.4.mongos' },
    { type: 'shard', size: '10', spec_code: expect.stringContaining('shard') },
    { type: 'config', num: 1, size: '20', spec_code: expect.stringContaining('config') },
  ]);
  expect(request?.body).toMatchObject({
    backup_strategy: { start_time: '19:00-20:00', keep_days: '7' },
    ssl_option: '1',
    restore_point: { backup_id: 'backup-1' },
  });
});

test('a replica set has one entry, whatever its nodes', async () => {
  const instance = listed('dds', 'huaweicloud', 'ReplicaSet');
  const { client } = listing('huaweicloud', [instance]);
  const { request } = await client.describeRestore(done('dds', instance.id));
  expect(request?.body['flavor']).toEqual([
    { type: 'replica', num: '1', size: '10', spec_code: 'dds.s2.medium.4.shard' },
  ]);
});

test.each([
  [['a'], 'a,a,a'],
  [['a', 'b'], '<AVAILABILITY_ZONE>'],
  [['a', 'b', 'c'], 'a,b,c'],
])('GaussDB takes three zones: of nodes in %j it gets %s', async (zones, printed) => {
  const nodes = zones.map((zone) => ({ availability_zone: zone }));
  const encrypted = { disk_encryption_id: 'a-key' };
  const instance = { ...listed('gaussdb', 'otc'), ...encrypted, nodes };
  const { client } = listing('otc', [instance]);
  const { request, notes } = await client.describeRestore(done('gaussdb', instance.id));
  expect(request?.body['availability_zone']).toBe(printed);
  expect(request?.body).not.toHaveProperty('port');
  expect(notes.join(' ')).toContain('The original’s disk is encrypted; the page has no field');
});

test('what a list says in other characters than a shell may see counts as not shown', async () => {
  const instance = { ...listed('rds', 'otc'), flavor_ref: "x' ; rm -rf ~ #" };
  const { client } = listing('otc', [instance]);
  const { request } = await client.describeRestore(done('rds', instance.id));
  expect(request?.body['flavor_ref']).toBe('<FLAVOR_REF>');
});

test('a read replica has no request', async () => {
  const instance = { ...listed('rds', 'otc'), type: 'Replica' };
  const { client } = listing('otc', [instance]);
  expect(await client.describeRestore(done('rds', instance.id))).toMatchObject({
    request: undefined,
    whyNoRequest: expect.stringContaining('type Replica'),
  });
});

test('RDS v1 goes by the instance that has the node', async () => {
  const instance = listed('rds', 'otc');
  const { client } = listing('otc', [instance]);
  const guide = await client.describeRestore(
    done('rds-v1', '06f1c2ad57604ae89e153e4d27f4e4b8no01'),
  );
  expect(guide.request?.body['restore_point']).toMatchObject({ instance_id: instance.id });
  expect(guide.notes[0]).toBe('No source shows RDS v3 taking the id of a backup of RDS v1.');
});

test('where RDS lists no instance with the node, the console’s way is all there is', async () => {
  const { client } = listing('otc', []);
  const guide = await client.describeRestore(done('rds-v1', 'nobody-no01'));
  expect(guide).toMatchObject({
    request: undefined,
    whyNoRequest: 'The instance of this node is not in the list.',
    console: expect.stringContaining('Relational Database Service'),
  });
});

test('several backups of a service take one call', async () => {
  const first = listed('rds', 'otc');
  const second = { ...first, id: INSTANCE };
  const { client, asked } = listing('otc', [first, second]);
  const backups = [first, second, first].map(({ id }, at) => done('rds', id, { id: `b-${at}` }));
  const guides = await client.describeRestores(backups);
  expect(guides.map(({ request }) => request?.body['restore_point'])).toMatchObject(
    backups.map(({ id, instanceId }) => ({ backup_id: id, instance_id: instanceId })),
  );
  expect(asked).toEqual([`GET /v3/${PROJECT}/instances?limit=100`]);
});

test('an instance that may be on a further page is not taken for deleted', async () => {
  const { client, asked } = listing('otc', [listed('rds', 'otc')], 101);
  const guide = await client.describeRestore(done('rds', INSTANCE));
  expect(guide).toMatchObject({
    request: undefined,
    whyNoRequest: 'The instance is not among the 1 of 101 that the list shows.',
  });
  expect(asked.length).toBeGreaterThan(1);
});

test('a list that can’t be read leaves the console’s way', async () => {
  const { client } = testClient({ cloud: 'otc', respond: () => ({ status: 403, body: {} }) });
  expect(await client.describeRestore(done('rds', INSTANCE))).toMatchObject({
    request: undefined,
    whyNoRequest: expect.stringMatching(/^The list of instances could not be read: /),
  });
});

test.each<[string, CloudId | undefined, Partial<Backup>, string]>([
  ['not completed', 'otc', { status: 'BUILDING' }, 'Only a completed backup can be restored.'],
  ['of an unknown cloud', undefined, {}, 'The clouds’ requests differ'],
])('a backup that is %s has no request', async (_, cloud, changes, why) => {
  const { client } = listing(cloud, [listed('rds', 'otc')]);
  const guide = await client.describeRestore(done('rds', INSTANCE, changes));
  expect(guide.request).toBeUndefined();
  expect(guide.whyNoRequest).toContain(why);
});

test('with no attempt nothing is sent, and the console’s way is told', async () => {
  const { client, asked } = listing('otc', [listed('rds', 'otc')]);
  const [guide] = await client.describeRestoresBy(0, [done('rds', INSTANCE)]);
  expect(guide).toMatchObject({
    request: undefined,
    whyNoRequest: 'The list of instances was not read.',
    console: expect.stringContaining('Relational Database Service'),
    page: expect.stringContaining('https://'),
  });
  expect(asked).toEqual([]);
});

test.each([
  [500, 1, 1],
  [401, 1, 1],
  [429, 1, 1],
  [500, undefined, 5],
] as const)(
  'an answer of %i to %s attempt is asked for %i times',
  async (status, attempts, times) => {
    const asked: string[] = [];
    const { client } = testClient({
      cloud: 'otc',
      respond: ({ url }) => {
        asked.push(url.pathname);
        return { status, body: {} };
      },
    });
    const backups = [done('rds', INSTANCE)];
    await (attempts === undefined
      ? client.describeRestores(backups)
      : client.describeRestoresBy(attempts, backups));
    expect(asked).toEqual(Array(times).fill(`/v3/${PROJECT}/instances`));
  },
);

test('the list tells the instance’s name, by the id of its node too', async () => {
  const instance = { ...listed('rds', 'otc'), name: 'shop' };
  const { client } = listing('otc', [instance]);
  const backups = [
    done('rds', instance.id),
    done('rds-v1', '06f1c2ad57604ae89e153e4d27f4e4b8no01'),
  ];
  const guides = await client.describeRestores(backups);
  expect(guides.map(({ instanceName }) => instanceName)).toEqual(['shop', 'shop']);
});

test('for a service without such a call no list is read', async () => {
  const { client, asked } = listing('otc', []);
  const guide = await client.describeRestore(done('taurusdb', INSTANCE));
  expect(guide.whyNoRequest).toBe('OTC’s API pages have no call that restores a backup.');
  expect(asked).toEqual([]);
});
