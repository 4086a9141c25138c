import { ERROR_HINTS } from '../errors/kinds.ts';
import { LoginError } from '../errors/request-errors.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { Exchange, SendLimits } from '../http/send.ts';
import type { HttpResponse } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import { createGate, type Gate } from '../runtime/limiter.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import type { Proof } from './credentials.ts';
import { describeRefused, type Login } from './login.ts';
import type { ProvenDestination, Refused, SendProven } from './proven-call.ts';

type Destination = Pick<ProvenDestination, 'title' | 'baseUrl' | 'errorCodes' | 'projectId'>;

/** Sends calls with the login's proof, and decides what a refused login means. */
export interface Prover {
  /** `service`: what stands or falls together when it refuses the login. @throws LoginError, ApiError, NetworkError, ResponseError */
  send<Answer>(
    call: ApiCall<Answer>,
    to: Destination & { readonly service: string },
    signal: AbortSignal,
    limits?: SendLimits,
  ): Promise<Answer>;
}

export interface ProverOptions {
  readonly login: Login;
  readonly sendProven: SendProven;
  readonly clock: Clock;
  readonly log: Log;
}

/** Five refusals in a row lock a key. */
const MAX_REFUSALS = 3;
const FIRST_PAUSE_MS = 5_000;
const LATER_PAUSE_MS = 15_000;

/** How one service stands to the login. */
interface Standing {
  /** Calls go one at a time until the service accepts the login. */
  gate: Gate | undefined;
  /** In a row. */
  refusals: number;
  /** On the monotonic clock; until then nothing is sent. */
  resumeAtMs: number;
  /** A new login did not help: the next refusal does not call for another. */
  isRenewalVain: boolean;
  givenUp: Refused | undefined;
}

/** How far one call has come. */
interface Tried {
  hasRenewed: boolean;
  refusals: number;
  /** How many refusals of the service there were when the last exchange began. */
  seen: number;
}

interface Refusal {
  readonly title: string;
  readonly proof: Proof;
  readonly refused: Refused;
  readonly isMended: boolean;
}

export function createProver({ login, sendProven, clock, log }: ProverOptions): Prover {
  /** One at a time through it, until some service has accepted the login. */
  const trial = createGate(1);
  const standings = new Map<string, Standing>();

  function findStanding(service: string): Standing {
    const known = standings.get(service);
    if (known !== undefined) return known;
    const fresh = { refusals: 0, resumeAtMs: 0, isRenewalVain: false, givenUp: undefined };
    const standing = { ...fresh, gate: createGate(1) };
    standings.set(service, standing);
    return standing;
  }

  function accept(standing: Standing, { hasRenewed }: Tried) {
    // The call itself came through in the end: it was a passing trouble.
    if (hasRenewed) standing.isRenewalVain = false;
    login.noteAccepted();
    trial.open();
    standing.gate?.open();
    standing.gate = undefined;
    standing.refusals = 0;
  }

  /** A login that was accepted before stays good: it is tried again after a pause. */
  function pause(standing: Standing, { refused, title }: Refusal): true {
    const pauseMs = standing.refusals > 1 ? LATER_PAUSE_MS : FIRST_PAUSE_MS;
    standing.resumeAtMs = clock.monotonicMs() + pauseMs;
    log.info(
      `${title} refused the login, which was accepted before, with ${describeRefused(refused)}: trying again in ${formatDuration(pauseMs)}.`,
    );
    return true;
  }

  /** Whether a new login is to be tried: once a call, and not where one was of no use. */
  function renew(standing: Standing, tried: Tried, { proof, refused }: Refusal): boolean {
    if (tried.hasRenewed) standing.isRenewalVain = true;
    if (standing.isRenewalVain || !login.renew(proof, refused)) return false;
    tried.hasRenewed = true;
    return true;
  }

  /** Whether the call is sent again. */
  function handleRefusal(standing: Standing, tried: Tried, refusal: Refusal): boolean {
    const { refused, isMended } = refusal;
    tried.refusals += 1;
    // Of calls that were under way together, only one counts: they met the same trouble.
    if (standing.refusals === tried.seen) standing.refusals += 1;
    standing.gate ??= createGate(1);
    if (login.isAccepted && standing.refusals >= MAX_REFUSALS) {
      standing.givenUp = refused;
      return false;
    }
    if (isMended || renew(standing, tried, refusal)) return true;
    if (!login.isAccepted) login.giveUp(refused);
    // Other calls of the service may be accepted all the while.
    return login.isAccepted && tried.refusals < MAX_REFUSALS && pause(standing, refusal);
  }

  return {
    async send(call, to, signal, limits) {
      const { service, ...where } = to;
      const standing = findStanding(service);
      const tried: Tried = { hasRenewed: false, refusals: 0, seen: 0 };

      function throwIfGivenUp() {
        if (standing.givenUp === undefined) return;
        throw new LoginError(
          `${to.title} no longer accepts the login: it refused it ${MAX_REFUSALS} times in a row, the last time with ${describeRefused(standing.givenUp)}. It was not asked to ${call.purpose}.`,
          { hint: ERROR_HINTS.login },
        );
      }

      /** Held for one exchange only: nobody else waits while somebody pauses before the next try. */
      async function takeTurn(exchange: Exchange, turnSignal: AbortSignal): Promise<HttpResponse> {
        const leave = await standing.gate?.enter(turnSignal);
        try {
          const pauseMs = standing.resumeAtMs - clock.monotonicMs();
          if (pauseMs > 0) await clock.sleep(pauseMs, turnSignal);
          const leaveTrial = login.isAccepted ? undefined : await trial.enter(turnSignal);
          try {
            throwIfGivenUp();
            tried.seen = standing.refusals;
            return await exchange();
          } finally {
            leaveTrial?.();
          }
        } finally {
          leave?.();
        }
      }

      throwIfGivenUp();
      const { findProof } = login;
      // Who needs the same login shares it, and does not wait for a turn.
      await findProof(signal);
      const onAccepted = () => accept(standing, tried);
      const onRefused = (proof: Proof, refused: Refused, isMended: boolean) => {
        if (call.isOptional && login.isAccepted) return isMended;
        return handleRefusal(standing, tried, { proof, refused, isMended, title: to.title });
      };
      const watched = { ...where, findProof, takeTurn, onAccepted, onRefused };
      return await sendProven(call, watched, signal, limits);
    },
  };
}
