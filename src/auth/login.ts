import type { ErrorCodes } from '../errors/kinds.ts';
import { LoginError } from '../errors/request-errors.ts';
import type { Reading } from '../http/answer.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { AuthorizedRequest, Judgement, Sender, SendLimits } from '../http/send.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import { createLimiter, type Limiter } from '../runtime/limiter.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import { type CallTarget, describeRefused, type Refused, type WithAuth } from './authorization.ts';
import type { Proof } from './proof.ts';
import {
  afterAcceptance,
  afterRefusal,
  decide,
  FIRST_TRY,
  MAX_REFUSALS,
  type NextStep,
  NO_REFUSAL,
  type Standing,
  type Tries,
} from './refused-login.ts';
import type { CredentialResolver } from './resolve.ts';

/** Where a call goes. */
export interface LoginTarget extends CallTarget {
  /** The API that answers: `RDS`, `IAM`. */
  readonly title: string;
  /** What stands or falls together when it refuses the login. */
  readonly service: string;
  readonly errorCodes?: ErrorCodes | undefined;
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
  resolve(signal: AbortSignal): Promise<Proof>;
}

export interface LoginOptions {
  readonly resolver: CredentialResolver;
  readonly withAuth: WithAuth;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: Log;
}

const FIRST_PAUSE_MS = 5_000;
const LATER_PAUSE_MS = 15_000;

interface ServiceState {
  /** Calls go one at a time until the service accepts the login. */
  limiter: Limiter | undefined;
  standing: Standing;
  /** On the monotonic clock; until then nothing is sent. */
  resumeAtMs: number;
  givenUp: Refused | undefined;
}

/** One call on its way. */
interface Sending {
  readonly call: ApiCall<unknown>;
  readonly to: LoginTarget;
  readonly state: ServiceState;
  tries: Tries;
}

interface Refusal {
  readonly proof: Proof;
  readonly refused: Refused;
  readonly canSignOtherwise: boolean;
}

export function createLogin({ resolver, withAuth, sender, clock, log }: LoginOptions): Login {
  /** One call at a time, until some service has accepted the login. */
  const firstUse = createLimiter(1);
  const states = new Map<string, ServiceState>();

  function stateOf(service: string): ServiceState {
    const known = states.get(service);
    if (known !== undefined) return known;
    const fresh = { standing: NO_REFUSAL, resumeAtMs: 0, givenUp: undefined };
    const state = { ...fresh, limiter: createLimiter(1) };
    states.set(service, state);
    return state;
  }

  function accept({ state, tries }: Sending) {
    resolver.noteAccepted();
    firstUse.lift();
    state.limiter?.lift();
    state.limiter = undefined;
    state.standing = afterAcceptance(state.standing, tries);
  }

  function pause({ state, to }: Sending, refused: Refused) {
    const pauseMs = state.standing.refusals > 1 ? LATER_PAUSE_MS : FIRST_PAUSE_MS;
    state.resumeAtMs = clock.monotonicMs() + pauseMs;
    log.info(
      `${to.title} refused the login, which was accepted before, with ${describeRefused(refused)}: trying again in ${formatDuration(pauseMs)}.`,
    );
  }

  /** What each step does; `again` sends the same call once more. */
  const steps: Readonly<Record<NextStep, (sending: Sending, refusal: Refusal) => Judgement>> = {
    'sign-otherwise': () => 'again',
    renew(sending, { proof, refused }) {
      resolver.renew(proof, refused);
      sending.tries = { ...sending.tries, hasRenewed: true };
      return 'again';
    },
    pause(sending, { refused }) {
      pause(sending, refused);
      return 'again';
    },
    'end-call': () => 'final',
    'end-service'({ state }, { refused }) {
      state.givenUp = refused;
      return 'final';
    },
    'end-login'(_sending, { refused }) {
      resolver.giveUp(refused);
      return 'final';
    },
  };

  function judge(sending: Sending, refusal: Refusal): Judgement {
    const { call, state } = sending;
    const { proof, canSignOtherwise } = refusal;
    const { isAccepted: wasAccepted } = resolver;
    const isOptional = call.isOptional === true;
    if (!isOptional || !wasAccepted) {
      const { standing, tries } = afterRefusal(state.standing, sending.tries, canSignOtherwise);
      state.standing = standing;
      sending.tries = tries;
      state.limiter ??= createLimiter(1);
    }
    const { standing } = state;
    const { tries } = sending;
    const canRenew = resolver.canRenew(proof);
    const step = decide({ standing, tries, wasAccepted, isOptional, canSignOtherwise, canRenew });
    return steps[step](sending, refusal);
  }

  function throwIfGivenUp({ state: { givenUp }, to, call }: Sending) {
    if (givenUp === undefined) return;
    throw new LoginError(
      `${to.title} no longer accepts the login: it refused it ${MAX_REFUSALS} times in a row, the last time with ${describeRefused(givenUp)}. It was not asked to ${call.purpose}.`,
      { hint: resolver.hintAfter(givenUp.text) },
    );
  }

  /** Held for one exchange only: no other call waits while this one pauses before the next try. */
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
      const sending: Sending = { call, to, state, tries: FIRST_TRY };
      const auth = withAuth(to);

      async function authorize(
        request: HttpRequest,
        begin: AbortSignal,
      ): Promise<AuthorizedRequest> {
        const release = await takeTurn(state, begin);
        try {
          throwIfGivenUp(sending);
          sending.tries = { ...sending.tries, seen: state.standing.refusals };
          const proof = await resolver.resolve(signal);
          const judgeBy = (reading: Reading<unknown>): Judgement => {
            const { verdict, canSignOtherwise } = auth.learn(reading);
            if (verdict === 'accepted') accept(sending);
            if (typeof verdict === 'string') return 'final';
            return judge(sending, { proof, refused: verdict, canSignOtherwise });
          };
          return { request: auth.authorize(request, proof), judge: judgeBy, release };
        } catch (error) {
          release();
          throw error;
        }
      }

      throwIfGivenUp(sending);
      // Calls that need the same login share it, and do not wait for a turn.
      await resolver.resolve(signal);
      const { title, baseUrl, errorCodes } = to;
      const loginHint = resolver.hintAfter;
      const destination = { title, baseUrl, errorCodes, loginHint, authorize };
      return await sender.send(call, destination, signal, limits);
    },
  };
}
