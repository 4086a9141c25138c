import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { manualBackup } from './manual-backup.ts';

test('a test hears of a request before it takes effect, and of its answer after', () =>
  withCloud(async (cloud) => {
    const { simulator } = cloud;
    const heard: string[] = [];
    simulator.onRequest(({ operation, status }) => {
      heard.push(`${operation} ${status} ${simulator.backups.length}`);
    });
    const answered = new Promise<void>((resolve) => {
      simulator.onResponse(({ operation, status }) => {
        heard.push(`${operation} ${status} ${simulator.backups.length}`);
        resolve();
      });
    });
    await manualBackup(cloud, 'taurusdb');
    await answered;
    expect(heard).toEqual(['create undefined 0', 'create 201 1']);
  }));

test('a listener taken off hears no more', () =>
  withCloud(async (cloud) => {
    const heard: string[] = [];
    const off = cloud.simulator.onRequest(({ path }) => heard.push(path));
    off();
    await manualBackup(cloud, 'taurusdb');
    expect(heard).toEqual([]);
  }));

test('requests are recorded with all that was sent', () =>
  withCloud(async (cloud) => {
    await cloud.send('geminidb', 'GET /v4/{pid}/backups?backup_type=Manual&limit=10');
    expect(cloud.simulator.requests).toMatchObject([
      {
        host: 'geminidb',
        service: 'geminidb',
        operation: 'list',
        method: 'GET',
        path: `/v4/${cloud.simulator.account.projectId}/backups`,
        query: { backup_type: 'Manual', limit: '10' },
        headers: { 'x-auth-token': cloud.simulator.account.token },
        body: '',
        at: Date.parse('2026-11-21T08:00:00Z'),
        status: 200,
      },
    ]);
  }));
