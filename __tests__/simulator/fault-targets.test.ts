import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { listOf, manualBackup } from './manual-backup.ts';

test('a fault meets its service and operation only', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: '500', service: 'taurusdb', operation: 'create' });
    expect((await manualBackup(cloud, 'rds')).status).toBe(200);
    expect((await listOf(cloud, 'taurusdb')).status).toBe(200);
    expect((await manualBackup(cloud, 'taurusdb')).status).toBe(500);
    expect((await manualBackup(cloud, 'taurusdb')).status).toBe(201);
  }));

test('a fault may let requests through first and meet several', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: '503', skip: 1, times: 2 });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await listOf(cloud, 'taurusdb')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  }));

test('endless faults end when they are cleared', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: '503', times: Number.POSITIVE_INFINITY });
    for (let at = 0; at < 5; at += 1) expect((await listOf(cloud, 'rds')).status).toBe(503);
    cloud.simulator.clearFaults();
    expect((await listOf(cloud, 'rds')).status).toBe(200);
  }));

test('refuse meets kept-alive connections as well as new ones', () =>
  withCloud(async (cloud) => {
    expect((await listOf(cloud, 'taurusdb')).status).toBe(200);
    cloud.simulator.inject({ name: 'refuse', times: 2 });
    await expect(listOf(cloud, 'taurusdb')).rejects.toThrow('fetch failed');
    await expect(listOf(cloud, 'taurusdb')).rejects.toThrow('fetch failed');
    expect((await listOf(cloud, 'taurusdb')).status).toBe(200);
    expect(cloud.simulator.requests).toHaveLength(2);
  }));

test('a request records the fault that met it', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: 'reset-after' });
    await manualBackup(cloud, 'taurusdb').catch(() => undefined);
    expect(cloud.simulator.requests).toMatchObject([{ fault: 'reset-after', status: undefined }]);
  }));
