import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { manualBackup } from './manual-backup.ts';

const taurus = '07033b125fd94a8a96896f8bcfee6ddain07';
const rds = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';

async function names({ send }: SimulatedCloud, service: string, query: string) {
  const version = service === 'geminidb' ? 'v4' : 'v3';
  const { status, text } = await send(service, `GET /${version}/{pid}/backups${query}`);
  return status === 200 ? [...text.matchAll(/"name":"([^"]+)"/g)].map((match) => match[1]) : status;
}

function seedThree({ simulator }: SimulatedCloud): void {
  const hour = 3_600_000;
  const newest = Date.parse('2026-11-20T12:00:00Z');
  const seed = simulator.seedBackup;
  seed({ instanceId: taurus, name: 'two', type: 'auto', beganAt: newest - hour });
  seed({ instanceId: taurus, name: 'three', type: 'manual', beganAt: newest - 2 * hour });
  seed({ instanceId: taurus, name: 'one', type: 'manual', beganAt: newest, id: 'the-id' });
}

test('lists come newest first', () =>
  withCloud(async (cloud) => {
    seedThree(cloud);
    expect(await names(cloud, 'taurusdb', '')).toEqual(['one', 'two', 'three']);
  }));

test('limit and offset cut a page out, total_count stays', () =>
  withCloud(async (cloud) => {
    seedThree(cloud);
    expect(await names(cloud, 'taurusdb', '?limit=1&offset=1')).toEqual(['two']);
    const answer = await cloud.send('taurusdb', 'GET /v3/{pid}/backups?limit=1');
    expect(answer.json).toMatchObject({ total_count: 3 });
  }));

test.each(['limit=0', 'limit=101', 'limit=ten', 'offset=-1'])('%s is refused', (query) =>
  withCloud(async (cloud) => {
    expect(await names(cloud, 'taurusdb', `?${query}`)).toBe(400);
  }),
);

test('backup_type takes each service’s words in their case', () =>
  withCloud(async (cloud) => {
    seedThree(cloud);
    expect(await names(cloud, 'taurusdb', '?backup_type=auto')).toEqual(['two']);
    expect(await names(cloud, 'taurusdb', '?backup_type=Auto')).toBe(400);
    expect(await names(cloud, 'geminidb', '?backup_type=Manual')).toEqual([]);
    expect(await names(cloud, 'geminidb', '?backup_type=manual')).toBe(400);
    expect(await names(cloud, 'dds', '?backup_type=Auto')).toEqual([]);
    expect(await names(cloud, 'dds', '?backup_type=auto')).toBe(400);
    expect(await names(cloud, 'gaussdb', '?backup_type=manual')).toEqual([]);
    expect(await names(cloud, 'gaussdb', '?backup_type=Manual')).toBe(400);
    expect(await names(cloud, 'rds', `?instance_id=${rds}&backup_type=incremental`)).toEqual([]);
  }));

test('backup_id picks one backup', () =>
  withCloud(async (cloud) => {
    seedThree(cloud);
    expect(await names(cloud, 'taurusdb', '?backup_id=the-id')).toEqual(['one']);
    expect(await names(cloud, 'taurusdb', '?backup_id=another')).toEqual([]);
  }));

test('RDS wants instance_id, the others do not', () =>
  withCloud(async (cloud) => {
    expect(await names(cloud, 'rds', '')).toBe(400);
    expect(await names(cloud, 'rds', `?instance_id=${rds}`)).toEqual([]);
    expect(await names(cloud, 'geminidb', '')).toEqual([]);
    expect(await names(cloud, 'dds', '')).toEqual([]);
    expect(await names(cloud, 'gaussdb', '')).toEqual([]);
  }));

test('begin_time and end_time go together and bound the list', () =>
  withCloud(async (cloud) => {
    seedThree(cloud);
    const begin = 'begin_time=2026-11-20T10:30:00%2B0000';
    const end = 'end_time=2026-11-20T11:30:00%2B0000';
    expect(await names(cloud, 'taurusdb', `?${begin}&${end}`)).toEqual(['two']);
    expect(await names(cloud, 'taurusdb', `?${begin}`)).toBe(400);
    expect(await names(cloud, 'taurusdb', `?${begin}&end_time=tomorrow`)).toBe(400);
  }));

test('DDS takes its times with a blank in the middle, in UTC', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'dds');
    const end = 'end_time=2026-11-21%2008:00:01';
    const between = (begin: string) => names(cloud, 'dds', `?begin_time=${begin}&${end}`);
    expect(await between('2026-11-21%2007:59:59')).toEqual(['backup-1']);
    expect(await between('2026-11-21%2008:00:01')).toBe(400);
    expect(await between('2026-11-21T07:59:59%2B0000')).toBe(400);
    expect(await between('2026-11-21T07:59:59')).toBe(400);
  }));

test('GeminiDB hides instance backups when asked for tables', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'geminidb');
    expect(await names(cloud, 'geminidb', '?type=DatabaseTable')).toEqual([]);
    expect(await names(cloud, 'geminidb', '?type=Table')).toBe(400);
  }));

test('RDS v1 lists manual backups of the whole project and takes no filters', () =>
  withCloud(async (cloud) => {
    cloud.simulator.seedBackup({ instanceId: rds, name: 'nightly', type: 'auto' });
    await manualBackup(cloud, 'rds');
    await manualBackup(cloud, 'rds-v1', { name: 'backup-2' });
    const { json } = await cloud.send('rds-v1', 'GET /rds/v1/{pid}/backups?limit=1');
    expect(json).toMatchObject({ backups: [{ name: 'backup-2' }, { name: 'backup-1' }] });
  }));

/** The names of the backups that a list of Huawei Cloud shows by a filter of its own. */
async function filtered(service: string, query: string, cloud: 'otc' | 'huaweicloud') {
  let found: unknown;
  await withCloud(
    async (simulated) => {
      const { seedBackup, instances } = simulated.simulator;
      for (const { id, service: owner } of instances.filter((one) => one.service === service)) {
        const beganAt = Date.parse('2026-11-20T12:00:00Z');
        seedBackup({
          instanceId: id,
          name: `${owner}-${id.slice(0, 4)}`,
          type: 'manual',
          beganAt,
        });
      }
      found = await names(simulated, service, query);
    },
    { cloud },
  );
  return found;
}

const accounts = 'instance_id=dba5dd3f0ee2462aa4f9ad3a7cd70ef3in04';

test.each([
  ['taurusdb', '?name=taurusdb-0703', ['taurusdb-0703'], 3],
  ['taurusdb', '?name=another', [], 3],
  ['taurusdb', '?instance_name=orders', ['taurusdb-0703'], 3],
  ['dds', '?backup_name=dds-a89d', ['dds-a89d'], 4],
  ['dds', '?backup_status=BUILDING', [], 4],
  ['rds', `?${accounts}&status=FAILED`, [], 1],
  ['rds', `?${accounts}&status=COMPLETED`, ['rds-dba5'], 1],
])(
  '%s filters by %s on Huawei Cloud, and OTC does not know that',
  async (service, query, own, all) => {
    expect(await filtered(service, query, 'huaweicloud')).toEqual(own);
    expect(await filtered(service, query, 'otc')).toHaveLength(all);
  },
);

test.each([
  ['geminidb', '?datastore_type=mongodb', ['geminidb-1236']],
  ['dds', '?mode=ReplicaSet', ['dds-8436']],
])('%s filters by %s on both clouds', async (service, query, own) => {
  expect(await filtered(service, query, 'huaweicloud')).toEqual(own);
  expect(await filtered(service, query, 'otc')).toEqual(own);
});

test('the jobs of GeminiDB can be listed without an id, ten, twenty or fifty of them', () =>
  withCloud(async ({ send, simulator }) => {
    const { seedBackup } = simulator;
    for (let at = 0; at < 12; at++) {
      seedBackup({ instanceId: 'a4d8ea2584e047439a667703c0684119in06', jobId: `job-${at}` });
    }
    const list = async (query: string) => {
      const { status, json } = await send('geminidb', `GET /v3/{pid}/jobs${query}`);
      if (status !== 200) return status;
      const { jobs, total_count: total } = JSON.parse(JSON.stringify(json));
      return [total, jobs.length, jobs[0]?.id];
    };
    expect(await list('')).toEqual([12, 12, 'job-11']);
    expect(await list('?limit=10')).toEqual([12, 10, 'job-11']);
    expect(await list('?limit=10&offset=10')).toEqual([12, 2, 'job-1']);
    expect(await list('?limit=15')).toBe(400);
    expect(await list('?id=job-3')).toEqual([1, 1, 'job-3']);
  }));
