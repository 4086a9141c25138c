import { expect, test } from '@jest/globals';
import type { Fault, SimulatorOptions } from '../../simulator/index.ts';
import {
  type CommandCloud,
  type CommandSetup,
  withCommandCloud,
} from '../support/command-cloud.ts';
import { PASSWORD, SOURCE_ID } from '../support/restore-cloud.ts';

const MINUTE_MS = 60_000;

interface Restoring extends CommandCloud {
  readonly backupId: string;
  restore(args?: readonly string[], setup?: CommandSetup): ReturnType<CommandCloud['play']>;
}

const play = (test: (cloud: Restoring) => Promise<void>, options: SimulatorOptions = {}) =>
  withCommandCloud(
    { restoreMs: 30 * MINUTE_MS, backupMs: 10 * MINUTE_MS, ...options },
    async (cloud) => {
      const { account } = cloud.simulator;
      const { id } = cloud.simulator.seedBackup({ instanceId: SOURCE_ID, type: 'manual' });
      const env = { OS_ACCESS_KEY: account.accessKey, OS_SECRET_KEY: account.secretKey };
      const file = cloud.write('password', `${PASSWORD}\n`);
      const usual = ['--instance-id', SOURCE_ID, '--region', 'eu-de', '--password-file', file];
      await test({
        ...cloud,
        backupId: id,
        restore: (args = [], setup = {}) =>
          cloud.play(['restore', ...usual, ...args], { ...setup, env: { ...env, ...setup.env } }),
      });
    },
  );

test('with --yes it makes one new instance, and prints what is known of it, without the password', () =>
  play(async ({ restore, simulator, backupId }) => {
    const { code, stdout, stderr } = await restore(['--newest', '--yes', '--json']);
    const [made] = simulator.restored;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ instance_id: made?.id, status: 'BACKING UP', created: true, port: 5432 },
      ...{ backup_id: backupId, private_ips: [expect.any(String)] },
    });
    expect(stderr).toContain('costs from now on');
    expect(`${stdout}${stderr}`).not.toContain(PASSWORD);
  }));

test.each([
  ['y', 0, 1],
  ['yes', 0, 1],
  ['n', 1, 0],
  ['', 1, 0],
])(
  'on a terminal it asks once, with the name and the flavor; %j ends with %j',
  (answer, code, count) =>
    play(async ({ restore, simulator, backupId }) => {
      const questions: string[] = [];
      const onQuestion = (question: string) => void questions.push(question);
      const args = ['--backup-id', backupId, '--name', 'drill-1'];
      const played = await restore(args, { answer, onQuestion });
      expect([played.code, simulator.restored.length]).toEqual([code, count]);
      expect(questions).toEqual([
        'Make the new instance drill-1, flavor rds.pg.n1.large? It costs from then on, until it is deleted. [y/N] ',
      ]);
    }),
);

test('elsewhere it needs --yes, and all that is wrong is told at once', () =>
  play(async ({ play: run, restore, simulator }) => {
    const unconfirmed = await restore(['--newest']);
    expect([unconfirmed.code, unconfirmed.requests]).toEqual([2, []]);
    expect(unconfirmed.stderr).toContain('--yes: is needed where no terminal can be asked');
    const wrong = await run([
      'restore',
      '--name',
      '1st',
      '--fill',
      'volume.size',
      '--region',
      'eu-de',
    ]);
    for (const input of [
      '--instance-id',
      '--backup-id',
      '--name',
      '--password-file',
      '--fill',
      '--yes',
    ]) {
      expect(wrong.stderr).toContain(`\n${input}: `);
    }
    const misspelt = await restore(['--nwest', '--password', PASSWORD, '--yes=no']);
    expect(misspelt.stderr).toContain('--nwest is no option');
    expect(misspelt.stderr).toContain('give --password-file FILE');
    expect(misspelt.stderr).not.toContain(PASSWORD);
    expect([wrong.code, misspelt.code, simulator.restored]).toEqual([2, 2, []]);
  }));

test('--dry-run shows what would be sent, and asks for nothing', () =>
  play(async ({ restore, simulator, backupId }) => {
    const { code, stdout } = await restore([
      '--newest',
      '--dry-run',
      '--json',
      '--fill',
      'volume.size=60',
      '--fill',
      'port=5433',
    ]);
    expect(JSON.parse(stdout).request.body).toMatchObject({
      ...{ volume: { size: 60 }, port: '5433', password: '<PASSWORD>' },
      restore_point: { backup_id: backupId },
    });
    expect([code, simulator.restored]).toEqual([0, []]);
  }));

const endings: readonly (readonly [Fault, readonly string[], number])[] = [
  [{ name: 'forbidden', operation: 'restore' }, [], 1],
  [{ name: 'reset-after', operation: 'restore' }, [], 0],
  [{ name: 'reset-after', operation: 'restore' }, ['--name', 'drill-1'], 3],
  [{ name: 'restore-fails' }, [], 4],
  [{ name: '429', operation: 'job' }, ['--wait-timeout', '10m'], 4],
  [{ name: '429', operation: 'job' }, ['--no-wait'], 0],
];

test.each(endings)('%j with %j ends with exit code %j', (fault, args, code) =>
  play(async ({ restore, simulator }) => {
    simulator.inject(fault);
    const played = await restore(['--newest', '--yes', ...args]);
    expect(played.code).toBe(code);
    expect(played.requests.filter(({ operation }) => operation === 'restore')).toHaveLength(1);
  }),
);

test('its help lists each option, and the command’s help names it', () =>
  play(async ({ play: run }) => {
    const [own, all] = [await run(['restore', '--help']), await run(['--help'])];
    for (const option of [
      '--backup-id VALUE',
      '--newest',
      '--password-file FILE',
      '--login-password-file FILE',
      '--no-wait',
      '--dry-run',
      '--yes',
    ]) {
      expect(own.stdout).toContain(`\n  ${option}`);
    }
    expect([own.code, all.stdout.includes('\n  restore ')]).toEqual([0, true]);
  }));
