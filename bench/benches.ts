import { measureBundle } from './bundle.ts';
import { measureCalls } from './calls.ts';
import { measureCreates } from './creates.ts';
import type { Effort } from './effort.ts';
import { measureFirstCall } from './first-call.ts';
import { measureFleet } from './fleet.ts';
import type { Row } from './row.ts';
import { measureSigning } from './signing.ts';
import { measureStep } from './step.ts';
import { measureWaits } from './waits.ts';

export type Bench = (effort: Effort) => Promise<readonly Row[]>;

/** Everything that is measured, in the order of the table. */
export const benches: readonly Bench[] = [
  measureStep,
  measureBundle,
  measureCalls,
  measureWaits,
  measureFleet,
  measureSigning,
  measureFirstCall,
  measureCreates,
];
