import { abortable } from './abort.ts';

/** Lets a few work at a time; the others wait: urgent ones begin first, all else in the order they came. */
export interface Limiter {
  /** Does the work when there is room. Rejects with the signal's reason when it aborts before that. */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** For work that begins here and ends elsewhere: what it resolves with makes room again, and is called once. */
  acquire(signal: AbortSignal, isUrgent?: boolean): Promise<() => void>;
  /** From now on everybody may work at once. */
  lift(): void;
}

export function createLimiter(capacity: number): Limiter {
  let room = capacity;
  const queue: { readonly enter: () => void; readonly isUrgent: boolean }[] = [];
  const letIn = () => {
    while (room > 0 && queue.length > 0) {
      room -= 1;
      queue.shift()?.enter();
    }
  };
  const release = () => {
    // Not at once: who leaves because of a failure makes it known before the next begins.
    setImmediate(() => {
      room += 1;
      letIn();
    });
  };

  async function acquire(signal: AbortSignal, isUrgent = false): Promise<() => void> {
    if (room > 0 && queue.length === 0) {
      signal.throwIfAborted();
      room -= 1;
      return release;
    }
    const { promise: turn, resolve: enter } = Promise.withResolvers<void>();
    const at = isUrgent ? queue.findIndex((one) => !one.isUrgent) : -1;
    queue.splice(at < 0 ? queue.length : at, 0, { enter, isUrgent });
    letIn();
    // A turn that comes too late goes to the next.
    await abortable(turn, signal, release);
    return release;
  }

  return {
    acquire,
    async run(work, signal) {
      const leave = await acquire(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    lift() {
      room = Number.POSITIVE_INFINITY;
      letIn();
    },
  };
}
