import { createRequire } from 'node:module';
import * as v from 'valibot';
import type { Simulator } from '../../simulator/index.ts';

const timersSchema = v.object({ tick: v.function() });

/** The timers by which undici ends a request that is not answered, with the way of its own tests to move them. */
const timers = v.parse(timersSchema, createRequire(import.meta.url)('undici/lib/util/timers.js'));

/** More than any time-out of ours. */
const LONG_MS = 60_000;

/** Requests that the simulator never answers run into undici's time-out as soon as they have arrived. */
export function endHungRequests(simulator: Simulator): void {
  simulator.onRequest(({ fault }) => {
    if (!fault?.startsWith('timeout')) return;
    // Later than the request's effect, if it has one.
    setImmediate(() => {
      // A timer counts from the tick after it was set.
      timers.tick();
      timers.tick(LONG_MS);
    });
  });
}
