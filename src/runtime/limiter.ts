import { abortable } from './abort.ts';

/** Lets a few in at a time; the others wait their turn. */
export interface Gate {
  /** Resolves with the way out, to be called once. Rejects with the signal's reason when it aborts first. */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Lets everybody in from now on. */
  open(): void;
}

export function createGate(capacity: number): Gate {
  let room = capacity;
  const queue: (() => void)[] = [];
  const letIn = () => {
    while (room > 0 && queue.length > 0) {
      room -= 1;
      queue.shift()?.();
    }
  };
  const leave = () => {
    // Not at once: who leaves because of a failure makes it known before the next begins.
    setImmediate(() => {
      room += 1;
      letIn();
    });
  };
  return {
    async enter(signal) {
      if (room > 0 && queue.length === 0) {
        signal.throwIfAborted();
        room -= 1;
        return leave;
      }
      const { promise: turn, resolve } = Promise.withResolvers<void>();
      queue.push(resolve);
      letIn();
      // A turn that comes too late goes to the next.
      await abortable(turn, signal, leave);
      return leave;
    },
    open() {
      room = Number.POSITIVE_INFINITY;
      letIn();
    },
  };
}
