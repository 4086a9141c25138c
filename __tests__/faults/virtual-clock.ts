import type { Clock } from '../../src/index.ts';

export const START_MS = Date.UTC(2026, 10, 21, 12);

/** Time that passes only while somebody sleeps; signals fire when their time has come. */
export class VirtualClock implements Clock {
  #nowMs = START_MS;
  readonly #due: { readonly atMs: number; readonly controller: AbortController }[] = [];

  monotonicMs(): number {
    return this.#nowMs - START_MS;
  }

  epochMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const { atMs, controller } of this.#due) {
      if (atMs <= this.#nowMs && !controller.signal.aborted) {
        controller.abort(new DOMException('The time is over', 'TimeoutError'));
      }
    }
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.pass(ms);
    // Whoever else waits gets a turn, as in real time.
    await new Promise((turn) => setImmediate(turn));
    signal.throwIfAborted();
  }

  signalAfter(ms: number): AbortSignal {
    const controller = new AbortController();
    this.#due.push({ atMs: this.#nowMs + ms, controller });
    return controller.signal;
  }
}
