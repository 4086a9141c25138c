import { expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { serviceIds } from '../../src/index.ts';
import { checkRows } from '../support/table.ts';
import { runBatch } from './batch-scenario.ts';

const RDS = serviceIds.indexOf('rds');
/** The instances of RDS that the simulator has, but for the replica. */
const targets = [0, 1, 2, 3].map((at) => [RDS, at] as const);
const ALWAYS = Number.POSITIVE_INFINITY;
const at = { service: 'rds', operation: 'instances' } as const;
const TEN_MINUTES_MS = 600_000;

/** Four backups of RDS in one step, looked at by the list of instances where that can be had. */
const backUpFour = (faults: readonly Fault[]) =>
  runBatch({
    ...{ faults: [...faults], targets, backupMs: 300_000, listLagMs: 0, busyMs: 0 },
    ...{ hasUniqueName: true, wait: true, timeoutMs: 3_600_000, hasNamesake: false },
    ...{ throttle: undefined, resetCode: 'ECONNRESET', concurrency: 4 },
    ...{ failFast: false, login: 'password' },
  });

const names = [
  ...(['refuse', 'reset-before', 'reset-after', '429', '500', '503'] as const),
  ...(['truncated-json', 'html-200', 'empty-200', 'lagging-list'] as const),
  ...(['token-expired', 'forbidden'] as const),
];
const pages: readonly Fault[] = [
  { name: 'page', status: 403 },
  { name: 'page', status: 302, location: 'https://login.example/' },
  { name: 'short-page', most: 1 },
  { name: 'error', status: 200, body: { instances: [{ status: 'BACKING UP' }] } },
  { name: 'error', status: 404, body: 'x' },
];
const faults = [...names.map((name): Fault => ({ name })), ...pages];

test(
  'whatever the list of instances answers, now or always, four backups end green',
  () =>
    checkRows(faults, async (fault) => {
      for (const times of [1, ALWAYS]) {
        const { outcomes } = await backUpFour([{ ...fault, ...at, times }]);
        expect(outcomes.map(({ error }) => error)).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ]);
        expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(4).fill('COMPLETED'));
      }
    }),
  TEN_MINUTES_MS,
);

test('a backup that fails or vanishes in a fleet is told of, and of that one alone', async () => {
  const { outcomes } = await backUpFour([{ name: 'backup-fails' }, { name: 'vanishes', skip: 1 }]);
  const ends = outcomes.map(({ error }) => (error instanceof Error ? error.name : 'green'));
  expect(ends.toSorted()).toEqual(['BackupFailedError', 'BackupVanishedError', 'green', 'green']);
});
