import { createRequire } from 'node:module';
import * as v from 'valibot';

const timersSchema = v.object({ tick: v.function() });

/** The timers by which undici ends what is not answered, with the way of its own tests to move them. */
const timers = v.parse(timersSchema, createRequire(import.meta.url)('undici/lib/util/timers.js'));

/** More than any time-out of ours. */
const LONG_MS = 60_000;

/** Whatever waits for an answer over undici runs into its time-out now. */
export function endSilence(): void {
  // A timer counts from the tick after it was set.
  timers.tick();
  timers.tick(LONG_MS);
}
