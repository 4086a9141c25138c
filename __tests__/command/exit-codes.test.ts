import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Fault, RecordedRequest } from '../../simulator/index.ts';
import { type ExitCode, findExitCode } from '../../src/command/exit-code.ts';
import {
  BackupError,
  BackupFailedError,
  CancelledError,
  DeadlineError,
  InputError,
  UncertainCreateError,
} from '../../src/index.ts';
import type { TargetResult } from '../../src/task/report/report.ts';
import {
  type CommandCloud,
  type CommandSetup,
  readVariables,
  withCommandCloud,
} from '../support/command-cloud.ts';
import { aBackup } from '../support/memory-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';
import { checkRows } from '../support/table.ts';

interface Row {
  readonly args?: readonly string[];
  readonly setup?: CommandSetup;
  readonly faults?: readonly Fault[];
  readonly backupMs?: number;
  readonly code: ExitCode;
  readonly stderr: RegExp;
  /** What the file of variables says of the backup. */
  readonly status: string;
}

const HOUR_MS = 3_600_000;

const ROWS: readonly (readonly [title: string, row: Row])[] = [
  ['a completed backup', { code: 0, stderr: /The restore point exists/, status: 'COMPLETED' }],
  [
    'an accepted one with --no-wait',
    {
      args: ['--no-wait'],
      code: 0,
      stderr: /Not waiting for it \(--no-wait\)/,
      status: 'BUILDING',
    },
  ],
  [
    'one that fails in the cloud',
    {
      faults: [{ name: 'backup-fails' }],
      code: 1,
      stderr: /There is no restore point/,
      status: 'FAILED',
    },
  ],
  [
    'one that the cloud refuses',
    {
      faults: [{ name: 'forbidden', operation: 'create' }],
      code: 1,
      stderr: /HTTP 403/,
      status: 'FAILED',
    },
  ],
  [
    'a create whose answer is lost, and lists that show nothing',
    {
      args: ['--wait-timeout', '5m'],
      faults: [
        { name: 'reset-after', operation: 'create', times: 99 },
        { name: '500', operation: 'list', times: 999 },
      ],
      code: 3,
      stderr: /may exist/,
      status: 'UNKNOWN',
    },
  ],
  [
    'a backup that takes longer than --wait-timeout',
    {
      args: ['--wait-timeout', '5m'],
      backupMs: HOUR_MS,
      code: 4,
      stderr: /raise --wait-timeout \(at most 24h\)/,
      status: 'BUILDING',
    },
  ],
  [
    'a signal while it is waited for',
    {
      setup: { cancelAt: { moment: 'answer', operation: 'create' } },
      backupMs: HOUR_MS,
      code: 4,
      stderr: /Cancelled\. Backup \w+ .* goes on in the cloud/,
      status: 'BUILDING',
    },
  ],
  [
    'a login that is lost in the wait',
    {
      faults: [{ name: 'token-expired', operation: 'list', times: 999 }],
      backupMs: HOUR_MS,
      code: 4,
      stderr: /goes on in the cloud/,
      status: 'BUILDING',
    },
  ],
  [
    'a signal before anything was asked for',
    {
      setup: { cancelAt: { moment: 'request', operation: 'projects' } },
      code: 1,
      stderr: /there is none/,
      status: 'FAILED',
    },
  ],
];

async function playRow(cloud: CommandCloud, { args = [], setup = {}, faults = [] }: Row) {
  for (const fault of faults) cloud.simulator.inject(fault);
  return await cloud.create([...args, '--output-env', cloud.envFile], setup);
}

test.each(ROWS)('%s: the code, the words and the variables agree', async (_, row) => {
  await withCommandCloud({ backupMs: row.backupMs ?? 5_000 }, async (cloud) => {
    const { code, stderr, envFile } = await playRow(cloud, row);
    expect(stderr).toMatch(row.stderr);
    expect([code, readVariables(envFile)['BACKUP_STATUS']]).toEqual([row.code, row.status]);
  });
});

test('wrong usage sends nothing, and is 2', async () => {
  await withCommandCloud({}, async (cloud) => {
    const played = await cloud.create(['--wait-timeout', '5']);
    expect(played).toMatchObject({ code: 2, stdout: '', requests: [] });
    expect(played.stderr).toContain('--wait-timeout: has no unit: write 5s, 5m or 5h');
  });
});

test('variables that can’t be written after the accept: 3, with the id', async () => {
  await withCommandCloud({ backupMs: 5_000 }, async (cloud) => {
    const onRequest = ({ operation }: RecordedRequest) => {
      if (operation === 'create') rmSync(cloud.folder, { recursive: true });
    };
    const args = ['--output-env', cloud.envFile];
    const { code, stderr, stdout } = await cloud.create(args, { onRequest });
    expect(code).toBe(3);
    const [made] = cloud.simulator.backups;
    expect(stderr).toContain(`In the cloud all the same: ${made?.id}.`);
    expect(stdout).toContain(made?.id);
  });
});

test('of several the first of 3, 4 and 1 counts, and variables have the worst status', async () => {
  await withCommandCloud({ backupMs: HOUR_MS }, async (cloud) => {
    const nowhere = `${'f'.repeat(32)}in07`;
    const { code, envFile } = await cloud.create([
      ...['--service', 'taurusdb', '--instance-id', instanceIdAt(cloud.simulator, 'taurusdb')],
      ...['--instance-id', nowhere, '--wait-timeout', '5m', '--output-env', cloud.envFile],
    ]);
    const variables = readVariables(envFile);
    expect(code).toBe(4);
    expect(variables).toMatchObject({
      BACKUP_STATUS: 'FAILED',
      BACKUP_STATUS_1: 'BUILDING',
      BACKUP_STATUS_2: 'FAILED',
      INSTANCE_ID_2: nowhere,
    });
  });
});

const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
const resultOf = (error: unknown, backup = undefined as TargetResult['backup']): TargetResult => ({
  order,
  backup,
  error,
});
const uncertain = new UncertainCreateError({
  ...{ kind: 'lost', title: 'RDS', backupName: 'nightly', instanceId: 'i-1' },
  cause: undefined,
});
const fault = new TypeError('x is not a function');
const building = aBackup({ status: 'BUILDING' });
const completed = aBackup({ status: 'COMPLETED' });
const done = resultOf(undefined, completed);

test('each ending has its code', () =>
  checkRows<[string, readonly TargetResult[], unknown, ExitCode]>(
    [
      ['all completed', [done, done], undefined, 0],
      ['nothing was to be made', [], undefined, 0],
      ['it ended before there was an order', [], new BackupError('x'), 1],
      ['a fault before there was an order', [], fault, 1],
      ['a fault while a create may be out', [resultOf(undefined)], fault, 3],
      ['a fault after an accept', [resultOf(undefined, building)], fault, 4],
      ['a fault after all are completed', [done], fault, 3],
      ['a fault of one create', [resultOf(fault)], fault, 3],
      ['wrong usage that only the library sees', [], new InputError([]), 2],
      ['failed', [resultOf(new BackupFailedError(building, 'x'), building)], new Error(), 1],
      ['cancelled, none made', [resultOf(new CancelledError())], new CancelledError(), 1],
      ['late', [resultOf(DeadlineError.waiting(building, 1), building)], new Error(), 4],
      [
        '1 and 4',
        [resultOf(new BackupError('x')), resultOf(new CancelledError(building), building)],
        new BackupError('x'),
        4,
      ],
      [
        '1, 4 and 3',
        [
          resultOf(new BackupError('x')),
          resultOf(uncertain),
          resultOf(new CancelledError(building), building),
        ],
        new BackupError('x'),
        3,
      ],
      ['0 and 1', [done, resultOf(new BackupError('x'))], new BackupError('x'), 1],
    ],
    (_, results, error, code) => {
      expect(findExitCode({ results, error, isWaited: true, isUnwritten: false })).toBe(code);
    },
  ));
