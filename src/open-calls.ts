import { ClosedError } from './errors/request-errors.ts';
import { splitInterruption } from './runtime/abort.ts';

/** The calls of a client that are under way. */
export interface OpenCalls {
  /**
   * Makes a call. Its signal follows the caller's as long as the call lasts: a signal that lives on
   * for long keeps nothing of it, and its reason is never taken for something that the call met.
   * @throws ClosedError
   */
  make<Value>(
    signal: AbortSignal | undefined,
    call: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value>;
  /** Ends those that are under way and lets no further one begin; resolves when the last is over. */
  end(): Promise<void>;
}

export function createOpenCalls(): OpenCalls {
  const underWay = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;
  return {
    async make(signal, call) {
      if (isClosed) throw new ClosedError();
      const controller = new AbortController();
      const follow = () => controller.abort();
      if (signal?.aborted) follow();
      else signal?.addEventListener('abort', follow, { once: true });
      const work = call(controller.signal);
      underWay.set(controller, work);
      try {
        return await work;
      } catch (error) {
        const { reason } = splitInterruption(error);
        if (!controller.signal.aborted || reason !== controller.signal.reason) throw reason;
        throw signal?.aborted ? signal.reason : new ClosedError();
      } finally {
        underWay.delete(controller);
        signal?.removeEventListener('abort', follow);
      }
    },
    async end() {
      isClosed = true;
      for (const controller of underWay.keys()) controller.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}
