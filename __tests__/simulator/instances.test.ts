import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { manualBackup } from './manual-backup.ts';

test('RDS finds an instance by id with its nodes, the master among them', () =>
  withCloud(async ({ send }) => {
    const line = 'GET /v3/{pid}/instances?id=d8e6ca5a624745bcb546a227aa3ae1cfin01';
    expect((await send('rds', line)).json).toMatchObject({
      total_count: 1,
      instances: [
        {
          id: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
          status: 'ACTIVE',
          type: 'Ha',
          datastore: { type: 'MySQL' },
          nodes: [
            { id: '06f1c2ad57604ae89e153e4d27f4e4b8no01', role: 'master', status: 'ACTIVE' },
            { id: '1d8a0e3f6a6c4b0d9b8e2c7f5a4d3e21no01', role: 'slave', status: 'ACTIVE' },
          ],
        },
      ],
    });
  }));

test('a name is exact unless it begins with an asterisk', () =>
  withCloud(async ({ send }) => {
    const exact = await send('rds', 'GET /v3/{pid}/instances?name=shop');
    expect(exact.json).toMatchObject({ total_count: 1 });
    const fuzzy = await send('rds', 'GET /v3/{pid}/instances?name=*shop');
    expect(fuzzy.json).toMatchObject({ total_count: 2 });
    const none = await send('rds', 'GET /v3/{pid}/instances?name=shops');
    expect(none.json).toEqual({ instances: [], total_count: 0 });
  }));

test('names need not be unique', () =>
  withCloud(async ({ send, simulator }) => {
    simulator.setInstance('a48e43ff268f4c0e879652d65e63d0fbin07', { name: 'orders' });
    const answer = await send('taurusdb', 'GET /v3/{pid}/instances?name=orders');
    expect(answer.json).toMatchObject({ total_count: 2 });
  }));

test('TaurusDB shows one instance by its path', () =>
  withCloud(async ({ send }) => {
    const id = '07033b125fd94a8a96896f8bcfee6ddain07';
    const answer = await send('taurusdb', `GET /v3/{pid}/instances/${id}`);
    expect(answer.json).toMatchObject({ instance: { id, name: 'orders' } });
  }));

test('DDS says normal, names running actions and knows its nodes', () =>
  withCloud(async (cloud) => {
    const id = 'a89dab5e39394eccbdb77b19d57b0180in02';
    const line = `GET /v3/{pid}/instances?id=${id}`;
    const groups = [{ nodes: [{ role: 'Primary', status: 'normal' }] }];
    const idle = { instances: [{ id, mode: 'Single', status: 'normal', actions: [], groups }] };
    expect((await cloud.send('dds', line)).json).toMatchObject(idle);
    await manualBackup(cloud, 'dds');
    const busy = { instances: [{ status: 'normal', actions: ['BACKUP'] }] };
    expect((await cloud.send('dds', line)).json).toMatchObject(busy);
  }));

test('GeminiDB says normal and names running actions', () =>
  withCloud(async ({ send }) => {
    const id = 'a4d8ea2584e047439a667703c0684119in06';
    const line = `GET /v3/{pid}/instances?id=${id}`;
    const idle = { instances: [{ status: 'normal', actions: [] }] };
    expect((await send('geminidb', line)).json).toMatchObject(idle);
    const body = { name: 'backup-1', description: 'by hand' };
    await send('geminidb', `POST /v3/{pid}/instances/${id}/backups`, { body });
    const busy = { instances: [{ status: 'normal', actions: ['BACKUP'] }] };
    expect((await send('geminidb', line)).json).toMatchObject(busy);
  }));
