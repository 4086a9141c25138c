import { openSync, readFileSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Preloaded into the process of the action (`node --import`): the bundle in dist/ runs as it is, but
// its time passes only while it sleeps, and its random numbers are all the same. The file of
// VIRTUAL_TIME_FILE tells the simulated cloud what time it is.

const file = process.env['VIRTUAL_TIME_FILE'] ?? '';
const startMs = Number(readFileSync(file, 'utf8'));
const handle = openSync(file, 'r+');
const RANDOM_SHARE = 0.612;

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
  /** Whether it is a time limit alone, for which no time passes. */
  readonly isLimit?: boolean;
}

let nowMs = startMs;
let sleepers: readonly Sleeper[] = [];

function wakeNext(): void {
  const [next, ...rest] = sleepers.toSorted((a, b) => a.dueMs - b.dueMs);
  if (next === undefined || sleepers.every(({ isLimit }) => isLimit)) return;
  sleepers = rest;
  nowMs = Math.max(nowMs, next.dueMs);
  // As long as what it overwrites, so nobody ever reads half of it.
  writeSync(handle, String(nowMs), 0);
  next.wake();
  if (next.isLimit) wakeNext();
}

function sleep(
  ms: number,
  value?: unknown,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const sleeper = { dueMs: nowMs + Math.ceil(ms), wake: () => resolve(value) };
  const stop = () => {
    sleepers = sleepers.filter((other) => other !== sleeper);
    reject(new DOMException('The operation was aborted', 'AbortError'));
  };
  if (signal?.aborted) stop();
  else sleepers = [...sleepers, sleeper];
  signal?.addEventListener('abort', stop, { once: true });
  // Whoever else is about to sleep, or gets an answer, comes first.
  setImmediate(wakeNext);
  return promise;
}

/** Ends by the same time; nothing waits for it. */
function signalAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  const wake = () => controller.abort(new DOMException('time is up', 'TimeoutError'));
  sleepers = [...sleepers, { dueMs: nowMs + Math.ceil(ms), wake, isLimit: true }];
  return controller.signal;
}

Object.assign(AbortSignal, { timeout: signalAfter });
Object.assign(process.getBuiltinModule('node:timers/promises'), { setTimeout: sleep });
Object.assign(process.getBuiltinModule('node:crypto'), {
  randomInt: (limit: number) => Math.floor(limit * RANDOM_SHARE),
});
Object.assign(performance, { now: () => nowMs - startMs });
Object.assign(Date, { now: () => nowMs });
syncBuiltinESMExports();
