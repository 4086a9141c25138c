import type { Scenario } from './random-faults.ts';

/** Scenarios that once broke the promise; each is played again for every service. */
export const found: readonly Scenario[] = [];
