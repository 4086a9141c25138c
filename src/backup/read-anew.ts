import { ListMovedError } from '../errors/request-errors.ts';
import { backoffMs } from '../http/retry.ts';
import { InterruptedError } from '../runtime/abort.ts';
import type { Session } from '../session.ts';

/** As often as a call that fails is sent. */
const MOST_READINGS = 5;

/**
 * Reads a list until it stood still meanwhile, with the pauses of a call that fails.
 * @throws ListMovedError in the end, what the reading throws, InterruptedError
 */
export async function readAnew<Value>(
  { clock, random, log }: Pick<Session, 'clock' | 'random' | 'log'>,
  read: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  for (let readings = 1; ; readings++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ListMovedError) || readings === MOST_READINGS) throw error;
      log.debug(`${error.message} Reading it anew.`);
      try {
        await clock.sleep(Math.ceil(backoffMs(readings, random)), signal);
      } catch (reason) {
        throw InterruptedError.explain(reason, error);
      }
    }
  }
}
