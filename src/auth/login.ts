import { ERROR_HINTS } from '../errors/kinds.ts';
import { LoginError } from '../errors/request-errors.ts';
import type { Log } from '../runtime/log.ts';
import { singleFlight } from '../runtime/single-flight.ts';
import type { Credentials, Proof } from './credentials.ts';
import { type LoginDesk, logIn } from './obtain.ts';
import { isSameKey, listSecrets } from './proof-secrets.ts';
import type { Refused } from './proven-call.ts';

/** One login, kept alive for as long as the session lasts. */
export interface Login {
  /** Whether any host has ever accepted it. */
  readonly isAccepted: boolean;
  noteAccepted(): void;
  /** What proves a request now; renewed before it ends where that is possible. @throws LoginError */
  findProof(signal: AbortSignal): Promise<Proof>;
  /** A host refused this proof: whether the next one will be another. */
  renew(refusedProof: Proof, refused: Refused): boolean;
  /** Refused for good before it was ever accepted: nothing goes out with it any more. */
  giveUp(refused: Refused): void;
}

export interface LoginOptions {
  readonly credentials: Credentials;
  readonly desk: LoginDesk;
  readonly log: Log;
}

const RENEW_BEFORE_MS = 300_000;
/** A short life is not spent on renewals: the last fifth of it at most. */
const RENEW_SHARE = 0.2;

/** `APIGW.0301 (HTTP 401)`. */
export const describeRefused = ({ status, code }: Refused): string =>
  code === undefined ? `HTTP ${status}` : `${code} (HTTP ${status})`;

export function createLogin({ credentials, desk, log }: LoginOptions): Login {
  const { findEpochMs } = desk.cloudClock;
  const isRenewable =
    typeof credentials === 'function' ||
    (credentials.kind !== 'token' && credentials.kind !== 'keys');
  let isAccepted = false;
  let proof: Proof | undefined;
  let obtainedAtMs = 0;
  /** The last proof that was refused, and how. */
  let last: { readonly proof: Proof; readonly refused: Refused } | undefined;
  /** A login gave the refused key once more: asking again would give nothing else. */
  let sameAgain: Proof | undefined;
  /** A login that was refused is not asked for again: five refusals lock a key. */
  let refusal: LoginError | undefined;

  function giveUp(refused: Refused): LoginError {
    const text = `The login was refused with ${describeRefused(refused)} when it was first used. It is not tried again: five refusals lock a key.`;
    proof = undefined;
    refusal = new LoginError(text, { hint: ERROR_HINTS.login });
    return refusal;
  }

  async function ask(signal: AbortSignal): Promise<Proof> {
    try {
      return await logIn(credentials, desk, signal);
    } catch (error) {
      if (error instanceof LoginError && !error.isPassing) refusal = error;
      throw error;
    }
  }

  async function obtain(signal: AbortSignal): Promise<Proof> {
    if (refusal !== undefined) throw refusal;
    const fresh = await ask(signal);
    for (const secret of listSecrets(fresh)) log.secret(secret);
    if (last !== undefined && isSameKey(fresh, last.proof)) {
      if (!isAccepted) throw giveUp(last.refused);
      sameAgain = fresh;
    }
    obtainedAtMs = findEpochMs();
    proof = fresh;
    return fresh;
  }

  /** Several calls that need it at once share one login. */
  const obtainOnce = singleFlight(obtain);

  function findRenewalMs({ by: { expiresAtMs } }: Proof): number {
    const lifeMs = (expiresAtMs ?? Number.POSITIVE_INFINITY) - obtainedAtMs;
    // What had ended when it was new tells that our time is wrong.
    if (expiresAtMs === undefined || lifeMs <= 0 || !isRenewable) return Number.POSITIVE_INFINITY;
    return expiresAtMs - Math.min(RENEW_BEFORE_MS, lifeMs * RENEW_SHARE);
  }

  async function findCurrentProof(signal: AbortSignal): Promise<Proof> {
    if (proof === undefined) return await obtainOnce(signal);
    const nowMs = findEpochMs();
    if (nowMs < findRenewalMs(proof)) return proof;
    const old = proof;
    return await obtainOnce(signal).catch((error: unknown) => {
      if (nowMs >= (old.by.expiresAtMs ?? 0)) throw error;
      log.debug(`The login could not be renewed yet: ${String(error)}`);
      return old;
    });
  }

  return {
    get isAccepted() {
      return isAccepted;
    },
    noteAccepted() {
      isAccepted = true;
    },
    async findProof(signal) {
      try {
        return await findCurrentProof(signal);
      } catch (error) {
        throw error instanceof LoginError ? error.copy() : error;
      }
    },
    renew(refusedProof, refused) {
      if (!isRenewable || refusedProof === sameAgain) return false;
      last = { proof: refusedProof, refused };
      if (proof === refusedProof) {
        log.info('The login is no longer accepted: logging in again.');
        proof = undefined;
      }
      return true;
    },
    giveUp,
  };
}
