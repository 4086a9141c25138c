import type { Advice } from '../errors/advice.ts';
import { LoginError } from '../errors/request-errors.ts';
import type { Log } from '../runtime/log.ts';
import { singleFlight } from '../runtime/single-flight.ts';
import { describeRefused, type Refused } from './authorization.ts';
import { createAsking, explainLogin, type IdentityOptions } from './identity.ts';
import type { CallerLogin } from './logins/login-kind.ts';
import { isSameKey, listSecrets, type Proof } from './proof.ts';

/** What proves requests, kept alive for as long as the session lasts. */
export interface CredentialResolver {
  /** Whether any host has ever accepted it. */
  readonly isAccepted: boolean;
  noteAccepted(): void;
  /** What proves a request now; renewed before it ends where that is possible. @throws LoginError */
  resolve(signal: AbortSignal): Promise<Proof>;
  /** Whether asking for the login again can give another proof than this one. */
  canRenew(rejected: Proof): boolean;
  /** A host refused this one: the next call asks for the login again. */
  renew(rejected: Proof, refused: Refused): void;
  /** Refused for good before it was ever accepted: nothing goes out with it any more. */
  giveUp(refused: Refused): void;
  /** What to change where a host refuses what proves requests, by its words. */
  hintAfter(text: string | undefined): Advice;
}

export interface ResolverOptions {
  readonly login: CallerLogin;
  readonly identity: IdentityOptions;
  readonly log: Log;
}

const RENEW_BEFORE_MS = 300_000;
/** A short life is not spent on renewals: the last fifth of it at most. */
const RENEW_SHARE = 0.2;

export function createResolver({ login, identity, log }: ResolverOptions): CredentialResolver {
  const { cloudClock } = identity;
  let isAccepted = false;
  let current: Proof | undefined;
  let obtainedAtMs = 0;
  /** The last that was refused, and how. */
  let last: { readonly proof: Proof; readonly refused: Refused } | undefined;
  /** A login gave the refused key once more: asking again would give nothing else. */
  let sameAgain: Proof | undefined;
  /** A login that was refused is not asked for again: five refusals lock a key. */
  let refusal: LoginError | undefined;

  const hintAfter = (text: string | undefined) =>
    login.hintInUse({ text, wasAccepted: isAccepted });

  function giveUp(refused: Refused): LoginError {
    const text = `The login was refused with ${describeRefused(refused)} when it was first used. It is not tried again: five refusals lock a key.`;
    current = undefined;
    refusal = new LoginError(text, { hint: hintAfter(refused.text) });
    return refusal;
  }

  async function ask(signal: AbortSignal): Promise<Proof> {
    try {
      return await login.obtain(createAsking(identity, signal));
    } catch (reason) {
      const error = explainLogin(reason, signal, (cause) =>
        LoginError.from(cause, () => login.hint),
      );
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
    obtainedAtMs = cloudClock.nowMs();
    current = fresh;
    return fresh;
  }

  /** Several calls that need it at once share one login. */
  const obtainOnce = singleFlight(obtain);

  function renewAtMs({ by: { expiresAtMs } }: Proof): number {
    const lifeMs = (expiresAtMs ?? Number.POSITIVE_INFINITY) - obtainedAtMs;
    // What had ended when it was new shows that our time is wrong.
    if (expiresAtMs === undefined || lifeMs <= 0 || !login.isRenewable)
      return Number.POSITIVE_INFINITY;
    return expiresAtMs - Math.min(RENEW_BEFORE_MS, lifeMs * RENEW_SHARE);
  }

  async function resolveNow(signal: AbortSignal): Promise<Proof> {
    if (current === undefined) return await obtainOnce(signal);
    const nowMs = cloudClock.nowMs();
    if (nowMs < renewAtMs(current)) return current;
    const old = current;
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
    async resolve(signal) {
      try {
        return await resolveNow(signal);
      } catch (error) {
        throw error instanceof LoginError ? error.copy() : error;
      }
    },
    canRenew: (rejected) => login.isRenewable && rejected !== sameAgain,
    renew(rejected, refused) {
      last = { proof: rejected, refused };
      if (current !== rejected) return;
      log.info('The login is no longer accepted: logging in again.');
      current = undefined;
    },
    giveUp,
    hintAfter,
  };
}
