import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

test('the TaurusDB page’s request gets the page’s status and shape', () =>
  withCloud(async ({ send }) => {
    const answer = await send('taurusdb', 'POST /v3/{pid}/backups/create', {
      body: {
        instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
        name: 'backup-1',
        description: 'Manual backup',
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      backup: {
        id: expect.stringMatching(/^[0-9a-f]{32}br07$/),
        name: 'backup-1',
        description: 'Manual backup',
        begin_time: '2026-11-21T16:00:00+0800',
        status: 'BUILDING',
        type: 'manual',
        instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
      },
      job_id: uuid,
    });
  }));

test('the RDS page’s request gets the page’s status and shape, without a job', () =>
  withCloud(async ({ send }) => {
    const answer = await send('rds', 'POST /v3/{pid}/backups', {
      body: {
        instance_id: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
        name: 'backup',
        description: 'manual backup',
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      backup: {
        id: expect.stringMatching(/^[0-9a-f]{32}br01$/),
        name: 'backup',
        description: 'manual backup',
        begin_time: '2026-11-21T08:00:00',
        status: 'BUILDING',
        type: 'manual',
        instance_id: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
      },
    });
  }));

test('the RDS v1 page’s request gets the page’s shape, its job inside extendparam', () =>
  withCloud(async ({ send }) => {
    const backup = {
      description: 'My Backup',
      instance: '44b277eb-39be-4921-be31-3d61b43651d7',
      name: 'backup',
    };
    const answer = await send('rds-v1', 'POST /rds/v1/{pid}/backups', { body: { backup } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      backup: {
        created: '2026-11-21T08:00:00',
        dataStore: {
          type: 'MySQL',
          version: '8.0',
          version_id: 'e8a8b8cc-63f8-4fb5-8d4a-24c502317a61',
        },
        description: 'My Backup',
        id: uuid,
        instance_id: '44b277eb-39be-4921-be31-3d61b43651d7',
        locationRef: null,
        name: 'backup',
        parent_id: null,
        size: null,
        status: 'BUILDING',
        updated: null,
        backuptype: '1',
      },
      extendparam: { jobs: [expect.stringMatching(/^[0-9a-f]{32}$/)] },
    });
  }));

test('the DDS page’s request gets the page’s status and shape', () =>
  withCloud(async ({ send }) => {
    const backup = {
      instance_id: 'a89dab5e39394eccbdb77b19d57b0180in02',
      name: 'mybackup1',
      description: 'The first Manual backup',
    };
    const answer = await send('dds', 'POST /v3/{pid}/backups', { body: { backup } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      job_id: uuid,
      backup_id: expect.stringMatching(/^[0-9a-f]{32}br02$/),
    });
  }));

test('the GaussDB page’s request gets the page’s status and shape', () =>
  withCloud(async ({ send }) => {
    const body = {
      instance_id: '7e01ac5ac5274957ba506f3851d11d51in14',
      name: 'backupwqwq3',
      description: 'manual backup',
    };
    const answer = await send('gaussdb', 'POST /v3/{pid}/backups', { body });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      backup: {
        id: expect.stringMatching(/^[0-9a-f]{32}br14$/),
        name: 'backupwqwq3',
        description: 'manual backup',
        status: 'BUILDING',
        type: 'manual',
        begin_time: '2026-11-21T16:00:00+0800',
        instance_id: '7e01ac5ac5274957ba506f3851d11d51in14',
      },
      job_id: uuid,
    });
  }));

test('the GeminiDB page’s request gets the page’s status and shape', () =>
  withCloud(async ({ send }) => {
    const line = 'POST /v3/{pid}/instances/a4d8ea2584e047439a667703c0684119in06/backups';
    const body = { name: 'backup-4f57', description: 'manual backup' };
    const answer = await send('geminidb', line, { body });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      job_id: uuid,
      backup_id: expect.stringMatching(/^[0-9a-f]{32}br06$/),
    });
  }));
