import type { ErrorKind } from '../errors/kinds.ts';
import type { Reading } from '../http/answer.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import type { Proof } from './proof.ts';
import { type SignatureForms, sign } from './sign.ts';

/** The cloud's time: signatures are checked against it, and tokens end by it. */
export interface CloudClock {
  /** In milliseconds since 1970, as far as it is known. */
  nowMs(): number;
  /** Takes over the time of an answer if ours is more than 15 minutes off. */
  note(answeredAtMs: number | undefined): void;
}

const MAX_SKEW_MS = 15 * 60_000;

/** Whether a signature of the one time is refused at the other. */
export const isFarOff = (oneMs: number, otherMs: number): boolean =>
  Math.abs(oneMs - otherMs) > MAX_SKEW_MS;

export function createCloudClock(clock: Clock, log: Log): CloudClock {
  let skewMs = 0;
  let isTold = false;
  const nowMs = () => clock.epochMs() + skewMs;
  return {
    nowMs,
    note(answeredAtMs) {
      if (answeredAtMs === undefined || !isFarOff(nowMs(), answeredAtMs)) return;
      skewMs = answeredAtMs - clock.epochMs();
      if (isTold) return;
      isTold = true;
      const direction = skewMs > 0 ? 'behind' : 'ahead of';
      log.warning(
        `The runner’s clock is ${formatDuration(Math.abs(skewMs))} ${direction} the cloud’s. Going by the cloud’s time; set the runner’s clock.`,
      );
    },
  };
}

/** A refused login, as its answer says; nothing of the call that met it. */
export interface Refused {
  readonly status: number;
  /** The vendor's code as sent, like `APIGW.0301`. */
  readonly code: string | undefined;
  /** The gateway’s words, which decide on the hint: they may echo anything, and are never shown. */
  readonly text: string | undefined;
}

/** `APIGW.0301 (HTTP 401)`. */
export const describeRefused = ({ status, code }: Omit<Refused, 'text'>): string =>
  code === undefined ? `HTTP ${status}` : `${code} (HTTP ${status})`;

/** Refused before, or without, a check of the login. */
const UNJUDGED: readonly ErrorKind[] = ['throttled', 'routing', 'server', 'proxy-login'];

/** What an answer says of the login: accepted, refused, or nothing, as a proxy's page or a gateway's fault. */
type Verdict = 'accepted' | 'silent' | Refused;

function judgeLogin({ status, body, isPage, refusal }: Reading<unknown>): Verdict {
  if (refusal === undefined) return isPage ? 'silent' : 'accepted';
  const { kind, code, text } = refusal;
  if (kind === 'login') return { status, code, text };
  const isOfTheApi = status >= 400 && /^\s*[{[]/.test(body) && !/^APIGW?\./.test(code ?? '');
  return isOfTheApi && !UNJUDGED.includes(kind) ? 'accepted' : 'silent';
}

/** A signature that was accepted shows that our time is good enough; a token shows nothing of it. */
const needsTime = ({ by }: Proof, verdict: Verdict) =>
  verdict !== 'accepted' || by.kind === 'token';

/** Where a call goes. */
export interface CallTarget {
  readonly baseUrl: string;
  readonly projectId?: string | undefined;
}

/** What an answer says of the login, and whether the same key can sign the call at another time or in another form. */
export interface Lesson {
  readonly verdict: Verdict;
  readonly canSignOtherwise: boolean;
}

/** Proves the attempts of one call, and learns from their answers. */
export interface CallAuthorization {
  /** The request with its token, or signed in the form and with the time that the host takes. */
  authorize(request: HttpRequest, proof: Proof): HttpRequest;
  /** Reads the answer to what was authorized last. */
  learn(reading: Reading<unknown>): Lesson;
}

export interface AuthorizationOptions {
  readonly cloudClock: CloudClock;
  readonly forms: SignatureForms;
}

/** Makes an authorization for each call; what one learns of a host's form and of the time, the others know. */
export type WithAuth = (to: CallTarget) => CallAuthorization;

export function createWithAuth({ cloudClock, forms }: AuthorizationOptions): WithAuth {
  return ({ baseUrl, projectId }) => {
    const { host } = new URL(baseUrl);
    let sent: Proof | undefined;
    let form = forms.find(host);
    let signedAtMs = 0;
    let isTimeTried = false;

    /** Whether the time or the form of a signature can have been the reason, and is another now. */
    function signOtherwise(answeredAtMs: number | undefined): boolean {
      const isWrongTime = answeredAtMs !== undefined && isFarOff(signedAtMs, answeredAtMs);
      if (!isWrongTime || isTimeTried) return forms.change(host, form);
      isTimeTried = true;
      return true;
    }

    return {
      authorize(request, proof) {
        sent = proof;
        const { by } = proof;
        if (by.kind === 'token') {
          return { ...request, headers: { ...request.headers, 'x-auth-token': by.token } };
        }
        form = forms.find(host);
        signedAtMs = cloudClock.nowMs();
        return sign(request, by, { form, epochMs: signedAtMs, projectId });
      },
      learn(reading) {
        const { answeredAtMs } = reading;
        const verdict = judgeLogin(reading);
        if (sent === undefined) return { verdict, canSignOtherwise: false };
        if (needsTime(sent, verdict)) cloudClock.note(answeredAtMs);
        const isSigned = sent.by.kind === 'keys';
        if (isSigned && verdict === 'accepted') forms.accept(host, form);
        const isRefused = typeof verdict === 'object';
        return { verdict, canSignOtherwise: isRefused && isSigned && signOtherwise(answeredAtMs) };
      },
    };
  };
}
