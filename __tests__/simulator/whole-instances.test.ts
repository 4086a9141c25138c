import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Cloud } from '../../simulator/index.ts';
import { withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';

interface ListedInstance {
  readonly service: string;
  readonly cloud: Cloud;
  readonly source: string;
  readonly instance: Readonly<Record<string, unknown>>;
}

const { lists }: { readonly lists: readonly ListedInstance[] } = JSON.parse(
  readFileSync(new URL('../fixtures/instance-lists.json', import.meta.url), 'utf8'),
);

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** Where what is shown has a member less than the page's example, or one of another type. */
function missing(shown: unknown, example: unknown, at = ''): readonly string[] {
  if (kindOf(shown) !== kindOf(example)) {
    return [`${at} is ${kindOf(shown)}, on the page ${kindOf(example)}`];
  }
  if (Array.isArray(example) && Array.isArray(shown)) {
    const [first] = example;
    return first === undefined || shown.length === 0 ? [] : missing(shown[0], first, `${at}[0]`);
  }
  const own = Object.fromEntries(membersOf(shown));
  return membersOf(example).flatMap(([name, value]) => missing(own[name], value, `${at}.${name}`));
}

async function listed({ service, cloud, instance }: ListedInstance) {
  let found: unknown;
  await withCloud(
    async ({ send }) => {
      const mode = service === 'dds' ? `?mode=${instance['mode']}` : '';
      found = (await send(service, `GET /v3/{pid}/instances${mode}`)).json;
    },
    { cloud },
  );
  const { instances }: { readonly instances: readonly unknown[] } = JSON.parse(
    JSON.stringify(found),
  );
  return instances;
}

test('each instance shows every member that the page’s example has, in its type', () =>
  checkRows(
    lists.map((example) => [`${example.service} on ${example.cloud}`, example] as const),
    async (_, example) => {
      const [shown] = await listed(example);
      expect(missing(shown, example.instance)).toEqual([]);
    },
  ));

test('a primary/standby instance tells how it replicates, a single one does not', () =>
  withCloud(async ({ send }) => {
    const { json } = await send('rds', 'GET /v3/{pid}/instances?type=Ha');
    const nodes = [{ availability_zone: 'eu-de-01' }, { availability_zone: 'eu-de-02' }];
    expect(json).toMatchObject({
      instances: [{ name: 'shop', ha: { replication_mode: 'async' }, nodes }],
    });
    const single = await send('rds', 'GET /v3/{pid}/instances?type=Single');
    expect(single.text).not.toContain('"ha"');
  }));

test('a DDS cluster has its nodes in groups: mongos, shards, config', () =>
  withCloud(async ({ send }) => {
    const { json } = await send('dds', 'GET /v3/{pid}/instances?mode=Sharding');
    const groups = [
      ['mongos', 2, undefined],
      ['shard', 3, '10'],
      ['shard', 3, '10'],
      ['config', 3, '20'],
    ];
    const { instances } = JSON.parse(JSON.stringify(json));
    expect(
      instances[0].groups.map(
        (group: { type: string; nodes: readonly object[]; volume?: { size: string } }) => [
          group.type,
          group.nodes.length,
          group.volume?.size,
        ],
      ),
    ).toEqual(groups);
  }));

test('the list of TaurusDB has no nodes; one instance has them, with a type each', () =>
  withCloud(async ({ send }) => {
    expect((await send('taurusdb', 'GET /v3/{pid}/instances')).text).not.toContain('"nodes"');
    const line = 'GET /v3/{pid}/instances/07033b125fd94a8a96896f8bcfee6ddain07';
    const nodes = [{ type: 'master' }, { type: 'slave' }];
    expect((await send('taurusdb', line)).json).toMatchObject({
      instance: { node_count: 2, nodes, az_mode: 'single' },
    });
    expect((await send('taurusdb', line)).text).not.toContain('"role"');
  }));

test('a test may say how an instance was made', () =>
  withCloud(async ({ send, simulator }) => {
    const instance = simulator.instances.find(({ name }) => name === 'reports');
    if (instance === undefined) throw new Error('there is no such instance');
    const details = { ...instance.details, port: '5433', diskEncryptionId: 'a-key' };
    simulator.setInstance(instance.id, { details });
    const { json } = await send('rds', `GET /v3/{pid}/instances?id=${instance.id}`);
    expect(json).toMatchObject({ instances: [{ port: 5433, disk_encryption_id: 'a-key' }] });
  }));

test('instances are filtered as each service does', () =>
  checkRows(
    [
      ['rds', 'type=Replica', ['shop-replica']],
      ['rds', 'type=Cluster', []],
      ['dds', 'mode=ReplicaSet', ['dds-efa6']],
      ['dds', 'vpc_id=another', []],
      ['geminidb', 'mode=ReplicaSet', ['documents']],
      ['geminidb', 'datastore_type=cassandra', ['sessions', 'telemetry']],
      ['gaussdb', 'type=Enterprise&datastore_type=gaussdb&name=ledger', ['ledger']],
      ['taurusdb', 'id=*8bcfee6ddain07', ['orders']],
    ],
    (service, query, names) =>
      withCloud(async ({ send }) => {
        const { json } = await send(service, `GET /v3/{pid}/instances?${query}`);
        const { instances, total_count: total } = JSON.parse(JSON.stringify(json));
        expect(instances.map(({ name }: { name: string }) => name)).toEqual(names);
        expect(total).toBe(names.length);
      }),
  ));
