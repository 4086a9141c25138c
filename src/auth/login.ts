import { LoginError } from '../errors/request-errors.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { AuthorizedRequest, Sender, SendLimits } from '../http/send.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import { createLimiter, type Limiter } from '../runtime/limiter.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import { type CallTarget, describeRefused, type Refused, type WithAuth } from './authorization.ts';
import type { ResolvedCredentials } from './credentials.ts';
import type { CredentialResolver } from './resolve.ts';

/** Whom to ask. */
export interface LoginTarget extends CallTarget {
  /** Who answers: `RDS`, `IAM`. */
  readonly title: string;
  /** What stands or falls together when it refuses the login. */
  readonly service: string;
}

/** The one door to the cloud for calls that need a login: it decides what a refused one means. */
export interface Login {
  /** @throws LoginError, ApiError, NetworkError, ResponseError */
  send<Answer>(
    call: ApiCall<Answer>,
    to: LoginTarget,
    signal: AbortSignal,
    limits?: SendLimits,
  ): Promise<Answer>;
  /** What proves requests now, logged in for if need be. @throws LoginError */
  resolve(signal: AbortSignal): Promise<ResolvedCredentials>;
}

export interface LoginOptions {
  readonly resolver: CredentialResolver;
  readonly withAuth: WithAuth;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: Log;
}

/** Five refusals in a row lock a key. */
const MAX_REFUSALS = 3;
const FIRST_PAUSE_MS = 5_000;
const LATER_PAUSE_MS = 15_000;

/** How one service stands to the login. */
interface ServiceState {
  /** Calls go one at a time until the service accepts the login. */
  limiter: Limiter | undefined;
  /** In a row. */
  refusals: number;
  /** On the monotonic clock; until then nothing is sent. */
  resumeAtMs: number;
  /** A new login did not help: the next refusal does not call for another. */
  isRefreshVain: boolean;
  givenUp: Refused | undefined;
}

/** How far one call has come. */
interface Tried {
  hasRefreshed: boolean;
  refusals: number;
  /** How many refusals of the service there were when the last exchange began. */
  seen: number;
}

interface Refusal {
  readonly title: string;
  readonly credentials: ResolvedCredentials;
  readonly refused: Refused;
  readonly isFixed: boolean;
}

export function createLogin({ resolver, withAuth, sender, clock, log }: LoginOptions): Login {
  /** One call at a time, until some service has accepted the login. */
  const firstUse = createLimiter(1);
  const states = new Map<string, ServiceState>();

  function stateOf(service: string): ServiceState {
    const known = states.get(service);
    if (known !== undefined) return known;
    const fresh = { refusals: 0, resumeAtMs: 0, isRefreshVain: false, givenUp: undefined };
    const state = { ...fresh, limiter: createLimiter(1) };
    states.set(service, state);
    return state;
  }

  function accept(state: ServiceState, { hasRefreshed }: Tried) {
    // The call itself came through in the end: it was a passing trouble.
    if (hasRefreshed) state.isRefreshVain = false;
    resolver.noteAccepted();
    firstUse.lift();
    state.limiter?.lift();
    state.limiter = undefined;
    state.refusals = 0;
  }

  /** A login that was accepted before stays good: it is tried again after a pause. */
  function pause(state: ServiceState, { refused, title }: Refusal): true {
    const pauseMs = state.refusals > 1 ? LATER_PAUSE_MS : FIRST_PAUSE_MS;
    state.resumeAtMs = clock.monotonicMs() + pauseMs;
    log.info(
      `${title} refused the login, which was accepted before, with ${describeRefused(refused)}: trying again in ${formatDuration(pauseMs)}.`,
    );
    return true;
  }

  /** Whether a new login is to be tried: once a call, and not where one was of no use. */
  function refresh(state: ServiceState, tried: Tried, { credentials, refused }: Refusal): boolean {
    if (tried.hasRefreshed) state.isRefreshVain = true;
    if (state.isRefreshVain || !resolver.refresh(credentials, refused)) return false;
    tried.hasRefreshed = true;
    return true;
  }

  /** Whether the call is sent again. */
  function handleRefusal(state: ServiceState, tried: Tried, refusal: Refusal): boolean {
    const { refused, isFixed } = refusal;
    tried.refusals += 1;
    // Of calls that were under way together, only one counts: they met the same trouble.
    if (state.refusals === tried.seen) state.refusals += 1;
    state.limiter ??= createLimiter(1);
    if (resolver.isAccepted && state.refusals >= MAX_REFUSALS) {
      state.givenUp = refused;
      return false;
    }
    if (isFixed || refresh(state, tried, refusal)) return true;
    if (!resolver.isAccepted) resolver.giveUp(refused);
    // Other calls of the service may be accepted all the while.
    return resolver.isAccepted && tried.refusals < MAX_REFUSALS && pause(state, refusal);
  }

  function throwIfGivenUp({ givenUp }: ServiceState, { title }: LoginTarget, purpose: string) {
    if (givenUp === undefined) return;
    throw new LoginError(
      `${title} no longer accepts the login: it refused it ${MAX_REFUSALS} times in a row, the last time with ${describeRefused(givenUp)}. It was not asked to ${purpose}.`,
      { hint: resolver.hintAfter(givenUp.text) },
    );
  }

  /** Held for one exchange only: nobody else waits while somebody pauses before the next try. */
  async function takeTurn(state: ServiceState, begin: AbortSignal): Promise<() => void> {
    const leaves: (() => void)[] = [];
    const release = () => {
      for (const leave of leaves.toReversed()) leave();
    };
    try {
      if (state.limiter) leaves.push(await state.limiter.acquire(begin));
      const pauseMs = state.resumeAtMs - clock.monotonicMs();
      if (pauseMs > 0) await clock.sleep(pauseMs, begin);
      if (!resolver.isAccepted) leaves.push(await firstUse.acquire(begin));
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  return {
    resolve: (signal) => resolver.resolve(signal),
    async send(call, to, signal, limits) {
      const state = stateOf(to.service);
      const tried: Tried = { hasRefreshed: false, refusals: 0, seen: 0 };
      const auth = withAuth(to);

      async function authorize(
        request: HttpRequest,
        begin: AbortSignal,
      ): Promise<AuthorizedRequest> {
        const release = await takeTurn(state, begin);
        try {
          throwIfGivenUp(state, to, call.purpose);
          tried.seen = state.refusals;
          const credentials = await resolver.resolve(signal);
          const learn: AuthorizedRequest['learn'] = (response) => {
            const { verdict, isFixed } = auth.learn(response);
            if (verdict === 'accepted') accept(state, tried);
            if (verdict === undefined || verdict === 'accepted') return false;
            if (call.isOptional && resolver.isAccepted) return isFixed;
            const refusal = { credentials, refused: verdict, isFixed, title: to.title };
            return handleRefusal(state, tried, refusal);
          };
          return { request: auth.authorize(request, credentials), learn, release };
        } catch (error) {
          release();
          throw error;
        }
      }

      throwIfGivenUp(state, to, call.purpose);
      // Who needs the same login shares it, and does not wait for a turn.
      await resolver.resolve(signal);
      const { title, baseUrl, errorCodes } = to;
      const loginHint = resolver.hintAfter;
      const destination = { title, baseUrl, errorCodes, loginHint, authorize };
      return await sender.send(call, destination, signal, limits);
    },
  };
}
