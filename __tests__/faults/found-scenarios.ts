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
];
