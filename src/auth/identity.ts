import { LoginError } from '../errors/request-errors.ts';
import type { Reading } from '../http/answer.ts';
import type { AuthorizedRequest, Sender } from '../http/send.ts';
import type { HttpRequest } from '../http/transport.ts';
import { InterruptedError } from '../runtime/abort.ts';
import type { CloudClock, WithAuth } from './authorization.ts';
import type { Asking, LoginRequest } from './logins/login-kind.ts';
import type { Scope } from './project.ts';
import type { Proof } from './proof.ts';

/** Where logins are asked for. The addresses are functions: most logins need neither. */
export interface IdentityOptions {
  readonly sender: Sender;
  /** For the calls of a login that was accepted already. */
  readonly withAuth: WithAuth;
  readonly cloudClock: CloudClock;
  readonly iamUrl: () => string;
  readonly stsUrl: () => string;
  /** Keeps each secret on the way out of every text. */
  readonly hide: (secret: string) => void;
  /** The project that a token shall be for; a project that is known by name needs its domain. */
  readonly scopeOf: (domainName?: string) => Scope;
}

/** What a failed login becomes; the end of the work stays what it is. */
export function explainLogin(
  cause: unknown,
  signal: AbortSignal,
  explain: (cause: unknown) => LoginError,
): unknown {
  if (cause instanceof InterruptedError) return cause;
  if (signal.aborted) return signal.reason;
  return cause instanceof LoginError ? cause : explain(cause);
}

/** What the logins may use, for one attempt to log in. */
export function createAsking(options: IdentityOptions, signal: AbortSignal): Asking {
  const { sender, withAuth, cloudClock, iamUrl, stsUrl, hide, scopeOf } = options;

  /** What proves these calls is in their body. A token's end is the cloud's time: ours may be off. */
  const asItIs = (request: HttpRequest): AuthorizedRequest => ({
    request,
    judge({ answeredAtMs }: Reading<unknown>) {
      cloudClock.note(answeredAtMs);
      return 'final';
    },
  });

  function proveBy(by: Proof, baseUrl: string) {
    const auth = withAuth({ baseUrl });
    return (request: HttpRequest): AuthorizedRequest => ({
      request: auth.authorize(request, by),
      judge: (reading) => (auth.learn(reading).canSignOtherwise ? 'again' : 'final'),
    });
  }

  return {
    signal,
    hide,
    scopeOf,
    nowMs: () => cloudClock.nowMs(),
    async ask({ from, call, by, hintAfter, refusals }: LoginRequest) {
      try {
        const baseUrl = from === 'IAM' ? iamUrl() : stsUrl();
        const authorize = by === undefined ? asItIs : proveBy(by, baseUrl);
        const to = { title: from, baseUrl, authorize };
        return await sender.send(call, to, signal, { precedence: 'login' });
      } catch (error) {
        throw explainLogin(error, signal, (cause) => LoginError.from(cause, hintAfter, refusals));
      }
    },
  };
}
