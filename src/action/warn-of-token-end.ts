import type { BackupClient } from '../client.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

export interface TokenEndCheck {
  readonly client: BackupClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Until when the step may wait, in milliseconds from now. */
  readonly leftMs: number;
}

const LOOK_TIMEOUT_MS = 5_000;

/** Best effort: a token that was given as it is can't be renewed, so its end is better known now. */
export async function warnOfTokenEnd(check: TokenEndCheck): Promise<void> {
  const { client, clock, log, signal, leftMs } = check;
  try {
    const limit = AbortSignal.any([signal, clock.signalAfter(Math.min(leftMs, LOOK_TIMEOUT_MS))]);
    const endMs = await client.findTokenEnd({ signal: limit });
    if (endMs === undefined || endMs >= clock.epochMs() + leftMs) return;
    const end = new Date(endMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
    log.warning(
      `The token ends at ${end}, before wait_timeout does, and can’t be renewed: a backup that takes longer would be lost from sight. Get a fresh token, or log in another way.`,
    );
  } catch (error) {
    log.debug(`IAM did not tell when the token ends: ${String(error)}`);
  }
}
