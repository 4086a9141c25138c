import type { BatchScenario } from './batch-scenario.ts';
import type { Scenario } from './random-faults.ts';

/** Scenarios that once broke the promise; each is played again for every service. */
export const found: readonly Scenario[] = [
  {
    faults: [{ name: 'vanishes' }],
    backupMs: 0,
    listLagMs: 0,
    busyMs: 0,
    hasUniqueName: false,
    wait: false,
    timeoutMs: 30_000,
    hasNamesake: false,
  },
  // The gateway takes most of the minute in which the backup is looked for, and the lists lag.
  {
    faults: [
      { name: '408', after: true, operation: 'create' },
      { name: 'lagging-list', operation: 'list', skip: 0, times: 3 },
    ],
    backupMs: 0,
    listLagMs: 0,
    busyMs: 0,
    hasUniqueName: false,
    wait: false,
    timeoutMs: 62_241,
    hasNamesake: false,
    throttle: { calls: 2, windowMs: 1_000 },
    resetCode: 'ECONNRESET',
  },
];

/** The same of batches. */
export const foundBatches: readonly BatchScenario[] = [
  {
    faults: [{ name: 'busy', operation: 'create', times: Number.POSITIVE_INFINITY }],
    backupMs: 0,
    listLagMs: 0,
    busyMs: 0,
    hasUniqueName: false,
    wait: false,
    timeoutMs: 30_000,
    hasNamesake: false,
    targets: [
      [0, 0],
      [0, 1],
    ],
    concurrency: 1,
    failFast: true,
    login: 'password',
  },
  {
    faults: [{ name: '408' }],
    backupMs: 0,
    listLagMs: 0,
    busyMs: 0,
    hasUniqueName: false,
    wait: false,
    timeoutMs: 30_000,
    hasNamesake: false,
    throttle: { calls: 1, windowMs: 1_000 },
    targets: [
      [0, 0],
      [1, 0],
    ],
    concurrency: 2,
    failFast: false,
    login: 'password',
  },
];
