import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../simulator/index.ts';
import { randomRuns } from '../support/long-runs.ts';
import { checkRows } from '../support/table.ts';
import {
  playRestore,
  type RestoreScenario,
  restoreScenario,
  type Said,
} from './restore-scenario.ts';

const FIFTEEN_MINUTES_MS = 900_000;
const always = Number.POSITIVE_INFINITY;
const clouds = ['otc', 'huaweicloud'] as const;

const usual: Omit<RestoreScenario, 'cloud' | 'faults'> = {
  ...{ restoreMs: 1_800_000, instanceLagMs: 60_000, jobLagMs: 10_000, name: 'default' },
  ...{ wait: true, timeoutMs: 7_200_000, hasNamesake: false, clientTokens: false },
  resetCode: 'ECONNRESET',
};

type Row = readonly [
  title: string,
  faults: Fault | readonly Fault[],
  said: Said,
  restored: number,
  /** Absent: it depends on pauses. */
  calls?: number,
  more?: Partial<RestoreScenario>,
];

const atRestore = { operation: 'restore' } as const;
const own = { name: 'own' } as const;

const lost: readonly Row[] = [
  ...(['reset-after', 'timeout-after', 'truncated-json', 'empty-200', 'no-id'] as const).flatMap(
    (name): readonly Row[] => [
      [`${name}`, { name, ...atRestore }, 'ready', 1, 1],
      [`${name}, under a name of the caller’s`, { name, ...atRestore }, 'perhaps one', 1, 1, own],
    ],
  ),
  ...(['408', '421', '425', '499', '500', '502', '503', '504', 'html-200'] as const).flatMap(
    (name): readonly Row[] => [
      [`${name} after the effect`, { name, ...atRestore, after: true }, 'ready', 1, 1],
      [`${name} before the effect`, { name, ...atRestore }, 'perhaps one', 0, 1],
    ],
  ),
  ...(['reset-before', 'timeout-before'] as const).map(
    (name): Row => [name, { name, ...atRestore }, 'perhaps one', 0, 1],
  ),
  [
    'a lost answer, and lists that show nothing for long',
    [
      { name: 'reset-after', ...atRestore },
      { name: 'lagging-list', operation: 'instances', skip: 2, times: 60 },
    ],
    ...(['ready', 1, 1] as const),
  ],
  [
    'a lost answer, and no list to the end',
    [
      { name: 'reset-after', ...atRestore },
      { name: '503', operation: 'instances', skip: 2, times: always },
    ],
    ...(['perhaps one', 1, 1] as const),
  ],
];

const refused: readonly Row[] = [
  ['no right', { name: 'forbidden', ...atRestore, times: always }, 'none', 0, 1],
  ['a page of a firewall', { name: 'page', status: 403, ...atRestore }, 'none', 0, 1],
  ['busy', { name: 'busy', ...atRestore }, 'none', 0, 1],
  ['a minute of 429', { name: '429', ...atRestore, times: 2 }, 'ready', 1, 3],
  ['429 for ever', { name: '429', ...atRestore, times: always }, 'none', 0],
  ['a login that has ended', { name: 'token-expired', ...atRestore }, 'ready', 1, 2],
  ['a name that exists', [], 'none', 0, 0, { ...own, hasNamesake: true }],
  [
    'a name that exists, which the list does not show at first',
    { name: 'lagging-list', operation: 'instances', skip: 1 },
    ...(['perhaps one', 1, 1] as const),
    { ...own, hasNamesake: true },
  ],
];

const doubled: readonly Row[] = [
  ...(['first', 'second'] as const).flatMap((answer): readonly Row[] => [
    [
      `twice, the ${answer} answered`,
      { name: 'replay', answer, ...atRestore },
      'perhaps one',
      2,
      1,
    ],
  ]),
  [
    'twice, neither answered',
    { name: 'replay', answer: 'none', ...atRestore },
    ...(['perhaps one', 2, 1] as const),
  ],
];

const waiting: readonly Row[] = [
  ...(['reset-before', '429', '503', 'truncated-json', 'html-200', 'empty-200'] as const).flatMap(
    (name): readonly Row[] => [
      [`${name} at a poll`, { name, operation: 'instances', skip: 3, times: 3 }, 'ready', 1, 1],
      [`${name} at the job`, { name, operation: 'job', times: 3 }, 'ready', 1, 1],
      [`${name} before the call`, { name, operation: 'instances', times: 2 }, 'ready', 1, 1],
    ],
  ),
  [
    'an hour of lists without it',
    { name: 'lagging-list', operation: 'instances', skip: 2, times: 90 },
    'ready',
    1,
    1,
  ],
  [
    'no right to look any more',
    { name: 'forbidden', operation: 'instances', skip: 3, times: always },
    'this one',
    1,
    1,
  ],
  [
    'no right to ask for the job',
    { name: 'forbidden', operation: 'job', times: always },
    'ready',
    1,
    1,
  ],
  ['one that fails', { name: 'restore-fails' }, 'this one', 1, 1],
  ['one that something else deletes', { name: 'restore-vanishes' }, 'this one', 1, 1],
  ['too short a time', [], 'this one', 1, 1, { timeoutMs: 600_000 }],
  ['no waiting', [], 'accepted', 1, 1, { wait: false }],
];

test.each(clouds)(
  '%s: every fault at a restore ends as promised, with one call',
  async (cloud) => {
    await checkRows([...lost, ...refused, ...doubled, ...waiting], async (...row) => {
      const [, faults, said, restored, calls, more = {}] = row;
      const played = await playRestore({ ...usual, cloud, faults: [faults].flat(), ...more });
      expect([played.said, played.restored.length]).toEqual([said, restored]);
      if (calls !== undefined) expect(played.restoreCalls).toBe(calls);
    });
  },
  FIFTEEN_MINUTES_MS,
);

test.each(clouds)(
  '%s: whatever goes wrong, green is exactly one ready instance of this backup, and red says none, this id, or that one may exist',
  async (cloud) => {
    const counts = new Map<Said, number>();
    const property = fc.asyncProperty(restoreScenario(cloud), async (drawn) => {
      const { said } = await playRestore(drawn);
      counts.set(said, (counts.get(said) ?? 0) + 1);
    });
    await fc.assert(property, randomRuns(40, 1_000));
    // A suite that only ever ends in one way would prove little.
    expect([...counts.keys()].sort()).toEqual(
      expect.arrayContaining(['accepted', 'none', 'perhaps one', 'ready', 'this one']),
    );
  },
  FIFTEEN_MINUTES_MS,
);
