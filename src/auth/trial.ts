import type { Clock } from '../clock.ts';
import { ApiError } from '../errors/api-error.ts';
import { LoginError } from '../errors/login-error.ts';
import { createGate } from '../gate.ts';

/** Until the login is known to be good, calls go one at a time: refused keys are locked after five. */
export interface Trial {
  run<Answer>(send: () => Promise<Answer>, signal: AbortSignal): Promise<Answer>;
}

const LONGEST_MS = 10_000;

const isRefusal = (error: unknown) =>
  error instanceof LoginError || (error instanceof ApiError && error.kind === 'login');

export function createTrial(clock: Clock): Trial {
  const gate = createGate(1);
  let isOver = false;
  let isTimed = false;
  const end = () => {
    isOver = true;
    gate.open();
  };
  return {
    async run(send, signal) {
      if (isOver) return await send();
      const leave = await gate.enter(signal);
      // A dead host must not hold up the others.
      if (!isTimed) clock.signalAfter(LONGEST_MS).addEventListener('abort', end, { once: true });
      isTimed = true;
      try {
        const answer = await send();
        end();
        return answer;
      } catch (error) {
        if (!isRefusal(error)) end();
        throw error;
      } finally {
        leave();
      }
    },
  };
}
