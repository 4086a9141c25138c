import type { Clock } from '../clock.ts';
import { ApiError } from '../errors/api-error.ts';
import type { BackupError } from '../errors/backup-error.ts';
import { LoginError } from '../errors/login-error.ts';
import type { Log } from '../log.ts';
import { shareWork } from '../share-work.ts';
import { createCloudClock } from './cloud-clock.ts';
import type { Credentials, Proof } from './credentials.ts';
import { isSigned } from './is-signed.ts';
import { type LoginDesk, logIn } from './log-in.ts';
import { findLoginHint } from './login-hints.ts';
import { isSameKey, listSecrets } from './proof-secrets.ts';

/** One login, kept alive for as long as the session lasts. */
export interface Login {
  /** What proves a request now; renewed before it ends where that is possible. @throws LoginError */
  findProof(signal: AbortSignal): Promise<Proof>;
  /** After a refusal: the proof to send the same request with once more, or `undefined`. @throws LoginError */
  recover(error: unknown, refused: Proof, signal: AbortSignal): Promise<Proof | undefined>;
  /** The cloud's time in milliseconds since 1970, as far as it is known. */
  findEpochMs(): number;
}

export interface LoginOptions {
  readonly credentials: Credentials;
  readonly desk: Omit<LoginDesk, 'findEpochMs'>;
  readonly clock: Clock;
  readonly log: Log;
}

const RENEW_BEFORE_MS = 300_000;
/** A short life is not spent on renewals: the last fifth of it at most. */
const RENEW_SHARE = 0.2;

const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.kind === 'login';

export function createLogin({ credentials, desk, clock, log }: LoginOptions): Login {
  const isFixed =
    typeof credentials !== 'function' &&
    (credentials.kind === 'token' || credentials.kind === 'keys');
  let proof: Proof | undefined;
  let obtainedAtMs = 0;
  /** A login that was refused is not asked for again: five refusals lock a key. */
  let refusal: BackupError | undefined;
  const cloudClock = createCloudClock(clock, log);
  const { findEpochMs } = cloudClock;

  async function ask(signal: AbortSignal): Promise<Proof> {
    const logInNow = () => logIn(credentials, { ...desk, findEpochMs }, signal);
    try {
      return await logInNow();
    } catch (error) {
      // Taking on an agency with keys is a signed call too.
      if (isSigned(credentials) && isRefusal(error) && cloudClock.correct(error)) return logInNow();
      throw error;
    }
  }

  async function obtain(signal: AbortSignal): Promise<Proof> {
    if (refusal !== undefined) throw refusal;
    try {
      const fresh = await ask(signal);
      for (const secret of listSecrets(fresh)) log.secret(secret);
      obtainedAtMs = findEpochMs();
      proof = fresh;
      return fresh;
    } catch (cause) {
      signal.throwIfAborted();
      const hint = findLoginHint(credentials);
      const error = cause instanceof LoginError ? cause : LoginError.from(cause, hint);
      if (isRefusal(cause)) refusal = error;
      throw error;
    }
  }

  /** Several calls that need it at once share one login. */
  const obtainOnce = shareWork(obtain);

  function giveUp(error: ApiError): undefined {
    refusal = error;
    proof = undefined;
  }

  function findRenewalMs({ by: { expiresAtMs } }: Proof): number {
    if (expiresAtMs === undefined || isFixed) return Number.POSITIVE_INFINITY;
    const lifeMs = expiresAtMs - obtainedAtMs;
    return expiresAtMs - Math.min(RENEW_BEFORE_MS, lifeMs * RENEW_SHARE);
  }

  return {
    findEpochMs,
    async findProof(signal) {
      if (proof === undefined) return await obtainOnce(signal);
      const nowMs = findEpochMs();
      if (nowMs < findRenewalMs(proof)) return proof;
      const old = proof;
      return await obtainOnce(signal).catch((error: unknown) => {
        if (nowMs >= (old.by.expiresAtMs ?? 0)) throw error;
        log.debug(`The login could not be renewed yet: ${String(error)}`);
        return old;
      });
    },
    async recover(error, refused, signal) {
      if (!isRefusal(error)) return undefined;
      if (refused.by.kind === 'keys' && cloudClock.correct(error)) return refused;
      if (isFixed) return giveUp(error);
      if (proof !== undefined && proof !== refused) return proof;
      log.info('The login is no longer accepted: logging in again.');
      const fresh = await obtainOnce(signal);
      return isSameKey(fresh, refused) ? giveUp(error) : fresh;
    },
  };
}
