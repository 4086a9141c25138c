import type { Simulator } from '../../simulator/index.ts';
import { endSilence } from '../support/undici-timers.ts';

/** Requests that the simulator never answers run into undici's time-out as soon as they have arrived. */
export function endHungRequests(simulator: Simulator): void {
  simulator.onRequest(({ fault }) => {
    // Later than the request's effect, if it has one.
    if (fault?.startsWith('timeout')) setImmediate(endSilence);
  });
}
