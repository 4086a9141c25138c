import { LoginError } from '../errors/request-errors.ts';
import type { Log } from '../runtime/log.ts';
import { singleFlight } from '../runtime/single-flight.ts';
import { describeRefused, type Refused } from './authorization.ts';
import type { Credentials, ResolvedCredentials } from './credentials.ts';
import {
  type IdentityEndpoints,
  isSameKey,
  listSecrets,
  obtainCredentials,
  refusalHintFor,
} from './obtain.ts';

/** What proves requests, kept alive for as long as the session lasts. */
export interface CredentialResolver {
  /** Whether any host has ever accepted it. */
  readonly isAccepted: boolean;
  noteAccepted(): void;
  /** What proves a request now; refreshed before it ends where that is possible. @throws LoginError */
  resolve(signal: AbortSignal): Promise<ResolvedCredentials>;
  /** A host refused these: whether the next ones will be others. */
  refresh(rejected: ResolvedCredentials, refused: Refused): boolean;
  /** Refused for good before it was ever accepted: nothing goes out with it any more. */
  giveUp(refused: Refused): void;
  /** What to change where a host refuses what proves requests, by its words. */
  hintAfter(text: string | undefined): string;
}

export interface ResolverOptions {
  readonly credentials: Credentials;
  readonly identity: IdentityEndpoints;
  readonly log: Log;
}

const REFRESH_BEFORE_MS = 300_000;
/** A short life is not spent on renewals: the last fifth of it at most. */
const REFRESH_SHARE = 0.2;

export function createResolver({
  credentials,
  identity,
  log,
}: ResolverOptions): CredentialResolver {
  const { cloudClock } = identity;
  const isRefreshable =
    typeof credentials === 'function' ||
    (credentials.kind !== 'token' && credentials.kind !== 'keys');
  let isAccepted = false;
  let current: ResolvedCredentials | undefined;
  let obtainedAtMs = 0;
  /** The last that were refused, and how. */
  let last: { readonly credentials: ResolvedCredentials; readonly refused: Refused } | undefined;
  /** A login gave the refused key once more: asking again would give nothing else. */
  let sameAgain: ResolvedCredentials | undefined;
  /** A login that was refused is not asked for again: five refusals lock a key. */
  let refusal: LoginError | undefined;

  const hintAfter = (text: string | undefined) =>
    refusalHintFor(credentials, { text, wasAccepted: isAccepted });

  function giveUp(refused: Refused): LoginError {
    const text = `The login was refused with ${describeRefused(refused)} when it was first used. It is not tried again: five refusals lock a key.`;
    current = undefined;
    refusal = new LoginError(text, { hint: hintAfter(refused.text) });
    return refusal;
  }

  async function ask(signal: AbortSignal): Promise<ResolvedCredentials> {
    try {
      return await obtainCredentials(credentials, identity, signal);
    } catch (error) {
      if (error instanceof LoginError && !error.isPassing) refusal = error;
      throw error;
    }
  }

  async function obtain(signal: AbortSignal): Promise<ResolvedCredentials> {
    if (refusal !== undefined) throw refusal;
    const fresh = await ask(signal);
    for (const secret of listSecrets(fresh)) log.secret(secret);
    if (last !== undefined && isSameKey(fresh, last.credentials)) {
      if (!isAccepted) throw giveUp(last.refused);
      sameAgain = fresh;
    }
    obtainedAtMs = cloudClock.nowMs();
    current = fresh;
    return fresh;
  }

  /** Several calls that need it at once share one login. */
  const obtainOnce = singleFlight(obtain);

  function refreshAtMs({ by: { expiresAtMs } }: ResolvedCredentials): number {
    const lifeMs = (expiresAtMs ?? Number.POSITIVE_INFINITY) - obtainedAtMs;
    // What had ended when it was new tells that our time is wrong.
    if (expiresAtMs === undefined || lifeMs <= 0 || !isRefreshable) return Number.POSITIVE_INFINITY;
    return expiresAtMs - Math.min(REFRESH_BEFORE_MS, lifeMs * REFRESH_SHARE);
  }

  async function resolveNow(signal: AbortSignal): Promise<ResolvedCredentials> {
    if (current === undefined) return await obtainOnce(signal);
    const nowMs = cloudClock.nowMs();
    if (nowMs < refreshAtMs(current)) return current;
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
    refresh(rejected, refused) {
      if (!isRefreshable || rejected === sameAgain) return false;
      last = { credentials: rejected, refused };
      if (current === rejected) {
        log.info('The login is no longer accepted: logging in again.');
        current = undefined;
      }
      return true;
    },
    giveUp,
    hintAfter,
  };
}
