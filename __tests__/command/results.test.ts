import { expect, test } from '@jest/globals';
import { withCommandCloud } from '../support/command-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

const MINUTE_MS = 60_000;

test('--json alone is on standard output: the objects of the action’s output backups', async () => {
  await withCommandCloud({ backupMs: 5_000 }, async ({ create, simulator }) => {
    const { code, stdout } = await create(['--json']);
    const [made] = simulator.backups;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        ...{ service: 'taurusdb', backup_id: made?.id, status: 'COMPLETED', created: true },
        ...{ region: 'eu-de', error: null },
      }),
    ]);
  });
});

test('without it there is a short table, a row for each database', async () => {
  await withCommandCloud({ backupMs: 5_000 }, async ({ create, simulator }) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const args = ['--service', 'taurusdb', ...ids.flatMap((id) => ['--instance-id', id])];
    const { code, stdout } = await create(args);
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(head).toMatch(/^STATUS +DATABASE +BACKUP +NAME +SIZE$/);
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual(
      ids.map((id) => ['COMPLETED', expect.stringContaining(id)]),
    );
  });
});

test('in a file the progress is a line a minute, and nothing of a runner’s commands', async () => {
  await withCommandCloud({ backupMs: 10 * MINUTE_MS }, async ({ create }) => {
    const { stderr } = await create();
    const progress = stderr.split('\n').filter((line) => line.includes('after it was accepted'));
    expect(progress.length).toBeGreaterThan(5);
    expect(progress.length).toBeLessThanOrEqual(11);
    for (const mark of ['\r', '\u001B', '::']) expect(stderr).not.toContain(mark);
  });
});

test('a terminal shows one line of progress that changes, as wide as it is, with color where that is wanted', async () => {
  await withCommandCloud({ backupMs: 10 * MINUTE_MS }, async ({ create, simulator }) => {
    const terminal = { columns: 40 };
    const { stderr } = await create([], { terminal });
    const parts = stderr.split('\r\u001B[K').slice(1);
    expect(parts.length).toBeGreaterThan(11);
    for (const part of parts.slice(0, -1)) expect(part.length).toBeLessThan(40);
    simulator.inject({ name: 'forbidden', operation: 'create', times: 2 });
    expect((await create([], { terminal })).stderr).toContain('\u001B[31mError:');
    const plain = await create([], { terminal, env: { NO_COLOR: '1' } });
    expect(plain.stderr).not.toContain('\u001B[31m');
  });
});

test('check prints each check, makes nothing, and is 1 where one failed', async () => {
  await withCommandCloud({}, async ({ play, simulator }) => {
    const { accessKey, secretKey } = simulator.account;
    const env = { OS_ACCESS_KEY: accessKey, OS_SECRET_KEY: secretKey };
    const of = (id: string) => [
      'check',
      '--service',
      'taurusdb',
      '--instance-id',
      id,
      '--region',
      'eu-de',
    ];
    const right = await play(of(instanceIdAt(simulator, 'taurusdb')), { env });
    expect(right.code).toBe(0);
    expect(right.stdout).toMatch(/^passed +taurusdb .* Login +The cloud accepts it\.$/m);
    expect(right.stderr).toContain('No backup was made (check).');
    const wrong = await play([...of(`${'f'.repeat(32)}in07`), '--json'], { env });
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toEqual([
      expect.objectContaining({
        is_ready: false,
        checks: expect.arrayContaining([
          expect.objectContaining({ id: 'instance', verdict: 'failed' }),
        ]),
      }),
    ]);
    expect(simulator.backups).toEqual([]);
  });
});

test('list prints the backups of the instance, as a table and as JSON', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async ({ create, play, simulator }) => {
    await create();
    const [made] = simulator.backups;
    const { accessKey, secretKey } = simulator.account;
    const env = { OS_ACCESS_KEY: accessKey, OS_SECRET_KEY: secretKey };
    const args = ['list', '--service', 'taurusdb', '--region', 'eu-de'];
    const of = [...args, '--instance-id', instanceIdAt(simulator, 'taurusdb')];
    const table = await play(of, { env });
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(new RegExp(`^COMPLETED .*${made?.id}`, 'm'));
    const { stdout } = await play([...of, '--json'], { env });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ backup_id: made?.id, status: 'COMPLETED', type: 'manual' }),
    ]);
    expect(simulator.backups).toHaveLength(1);
  });
});
