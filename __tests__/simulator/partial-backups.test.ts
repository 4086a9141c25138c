import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';

const databases = [{ name: 'user01' }, { name: 'user02' }];

function partial({ send }: SimulatedCloud, instance_id: string, wanted: unknown = databases) {
  const body = { instance_id, name: 'backup-1', databases: wanted };
  return send('rds', 'POST /v3/{pid}/backups', { body });
}

test('SQL Server takes backups of single databases and lists them', () =>
  withCloud(async (cloud) => {
    const id = 'dba5dd3f0ee2462aa4f9ad3a7cd70ef3in04';
    expect((await partial(cloud, id)).json).toMatchObject({ backup: { databases } });
    const list = await cloud.send('rds', `GET /v3/{pid}/backups?instance_id=${id}`);
    expect(list.json).toMatchObject({ backups: [{ databases }] });
  }));

test('MySQL refuses single databases', () =>
  withCloud(async (cloud) => {
    const answer = await partial(cloud, 'd8e6ca5a624745bcb546a227aa3ae1cfin01');
    expect(answer).toMatchObject({ status: 400, json: { error_code: 'DBS.201207' } });
  }));

test('PostgreSQL takes single databases on Huawei Cloud only', async () => {
  const id = 'a48e43ff268f4c0e879652d65e63d0fbin03';
  await withCloud(async (cloud) => expect((await partial(cloud, id)).status).toBe(400));
  await withCloud(async (cloud) => expect((await partial(cloud, id)).status).toBe(200), {
    postgresqlPartialBackups: true,
  });
});

test('databases must be an array of names', () =>
  withCloud(async (cloud) => {
    const id = 'dba5dd3f0ee2462aa4f9ad3a7cd70ef3in04';
    expect((await partial(cloud, id, 'user01')).status).toBe(400);
    expect((await partial(cloud, id, ['user01'])).status).toBe(400);
    expect((await partial(cloud, id, [{}])).status).toBe(400);
  }));
