import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readVariables, withCommandCloud } from '../support/command-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

const HOUR_MS = 3_600_000;

test('the file is emptied before anything is sent, and has the id as soon as the cloud has accepted', async () => {
  await withCommandCloud({ backupMs: HOUR_MS }, async (cloud) => {
    cloud.write('backup.env', 'BACKUP_ID=of-yesterday\nBACKUP_STATUS=COMPLETED\n');
    const seen: string[] = [];
    const onRequest = () => void seen.push(readFileSync(cloud.envFile, 'utf8'));
    const args = ['--output-env', cloud.envFile, '--wait-timeout', '5m'];
    const { code, envFile } = await cloud.create(args, { onRequest });
    const [made] = cloud.simulator.backups;
    expect(seen[0]).toBe('');
    expect(seen.find(Boolean)).toContain(`BACKUP_ID=${made?.id}\nBACKUP_STATUS=BUILDING\n`);
    expect(code).toBe(4);
    expect(Object.keys(readVariables(envFile))).toEqual([
      'BACKUP_ID',
      'BACKUP_STATUS',
      'BACKUP_NAME',
      'JOB_ID',
      'INSTANCE_ID',
    ]);
  });
});

test('a file that can’t be written is wrong usage, before anything is sent', async () => {
  await withCommandCloud({}, async (cloud) => {
    const played = await cloud.create(['--output-env', `${cloud.folder}/none/backup.env`]);
    expect(played).toMatchObject({ code: 2, requests: [] });
    expect(played.stderr).toContain('--output-env: can’t be written: ENOENT');
  });
});

test('three databases fit into what GitLab takes; of four, an error says so before anything is sent', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async (cloud) => {
    const { instances } = cloud.simulator;
    const ids = instances.filter(({ service }) => service === 'rds').map(({ id }) => id);
    const targets = (count: number) =>
      ids.slice(0, count).flatMap((id) => ['--targets', `rds:${id}`]);
    const args = ['--output-env', cloud.envFile];
    const four = await cloud.create([...targets(4), ...args]);
    expect(four).toMatchObject({ code: 2, requests: [] });
    expect(four.stderr).toContain('would get 21 variables for 4 databases, and GitLab takes 20');
    const { code, envFile = '' } = await cloud.create([...targets(3), ...args]);
    expect(code).toBe(0);
    expect(envFile.trimEnd().split('\n')).toHaveLength(16);
    expect(readVariables(envFile)).toMatchObject({
      ...{ BACKUP_STATUS: 'COMPLETED', BACKUP_STATUS_3: 'COMPLETED' },
      INSTANCE_ID_1: instanceIdAt(cloud.simulator, 'rds'),
    });
  });
});
