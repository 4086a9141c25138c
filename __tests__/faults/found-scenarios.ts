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
  // A gateway sends the create on twice, and the backup is over before a list shows it.
  {
    faults: [{ name: 'replay', answer: 'second', operation: 'create' }],
    backupMs: 1_000,
    listLagMs: 50_000,
    busyMs: 0,
    hasUniqueName: true,
    wait: true,
    timeoutMs: 3_600_000,
    hasNamesake: false,
  },
  // The same of the second create, and under a name of the user's.
  {
    faults: [{ name: 'replay', answer: 'second', operation: 'create', skip: 1 }],
    backupMs: 1_000,
    listLagMs: 50_000,
    busyMs: 2_000,
    hasUniqueName: false,
    hasUniqueDescription: true,
    wait: true,
    timeoutMs: 3_600_000,
    hasNamesake: false,
  },
  // The time ends before a list could show it.
  {
    faults: [{ name: 'replay', answer: 'second', operation: 'create' }],
    backupMs: 3_600_000,
    listLagMs: 50_000,
    busyMs: 0,
    hasUniqueName: true,
    wait: true,
    timeoutMs: 30_000,
    hasNamesake: false,
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
