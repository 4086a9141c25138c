import { type ErrorCodes, type ErrorKind, findErrorKind } from '../errors/kinds.ts';
import { findDateMs, readErrorBody } from '../http/answer.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { Exchange, Sender, SendLimits } from '../http/send.ts';
import type { HttpRequest, HttpResponse } from '../http/transport.ts';
import { Secrets } from '../runtime/secrets.ts';
import { type CloudClock, isFarOff } from './cloud-clock.ts';
import type { Proof } from './credentials.ts';
import { type SignatureForms, sign } from './sign.ts';

/** A refused login as its answer tells it; nothing of the call that met it. */
export interface Refused {
  readonly status: number;
  /** The vendor's code as sent, like `APIGW.0301`. */
  readonly code: string | undefined;
}

/** Whom to ask, with which proof, and who wants to know what became of it. */
export interface ProvenDestination {
  /** Who answers: `RDS`, `IAM`. */
  readonly title: string;
  readonly baseUrl: string;
  readonly errorCodes?: ErrorCodes | undefined;
  readonly projectId?: string | undefined;
  /** Asked for each exchange anew. */
  readonly findProof: (signal: AbortSignal) => Promise<Proof>;
  /** Lets each exchange wait until it may go. */
  readonly takeTurn?:
    | ((exchange: Exchange, signal: AbortSignal) => Promise<HttpResponse>)
    | undefined;
  readonly onAccepted?: (() => void) | undefined;
  /** Whether to send it again. `isMended`: it would go with another time or in another form. */
  readonly onRefused?: ((proof: Proof, refused: Refused, isMended: boolean) => boolean) | undefined;
}

/** Sends a call with what proves it. @throws ApiError, NetworkError, ResponseError, or what `findProof` throws */
export type SendProven = <Answer>(
  call: ApiCall<Answer>,
  to: ProvenDestination,
  signal: AbortSignal,
  limits?: SendLimits,
) => Promise<Answer>;

export interface ProvenCallOptions {
  readonly sender: Sender;
  readonly cloudClock: CloudClock;
  readonly forms: SignatureForms;
}

/** Refused before, or without, a look at the login. */
const UNJUDGED: readonly ErrorKind[] = ['throttled', 'routing', 'server', 'proxy-login'];

/** What an answer says of the login; `undefined`: nothing, as a proxy's page or a gateway's fault. */
type Verdict = 'accepted' | Refused | undefined;

function judgeLogin({ status, body }: HttpResponse, errorCodes?: ErrorCodes): Verdict {
  const isMarkup = /^\s*</.test(body);
  if (status >= 200 && status <= 299) return isMarkup ? undefined : 'accepted';
  // For the code alone: nothing of it is shown.
  const { code } = readErrorBody(body, new Secrets());
  const kind = findErrorKind({ code, status }, errorCodes);
  if (kind === 'login') return { status, code };
  const isOfTheApi = status >= 400 && /^\s*\{/.test(body) && !/^APIGW?\./.test(code ?? '');
  return isOfTheApi && !UNJUDGED.includes(kind) ? 'accepted' : undefined;
}

/** A signature that was accepted shows that our time is good enough; a token needs it for its end. */
const needsTime = ({ by }: Proof, verdict: Verdict) =>
  verdict !== 'accepted' || (by.kind === 'token' && by.expiresAtMs !== undefined);

/** Signs in the form and with the time that the host takes, and learns both from refusals. */
export function createProvenCalls({ sender, cloudClock, forms }: ProvenCallOptions): SendProven {
  return async (call, to, signal, limits) => {
    const { host } = new URL(to.baseUrl);
    let proof: Proof | undefined;
    let form = forms.find(host);
    let signedAtMs = 0;
    let isTimeTried = false;
    let again = false;

    async function authorize(request: HttpRequest): Promise<HttpRequest> {
      proof = await to.findProof(signal);
      const { by } = proof;
      if (by.kind === 'token') {
        return { ...request, headers: { ...request.headers, 'x-auth-token': by.token } };
      }
      form = forms.find(host);
      signedAtMs = cloudClock.findEpochMs();
      return sign(request, by, { form, epochMs: signedAtMs, projectId: to.projectId });
    }

    /** Whether the time or the form of a signature can have been the reason, and is another now. */
    function canBeMended(answeredAtMs: number | undefined): boolean {
      const isWrongTime = answeredAtMs !== undefined && isFarOff(signedAtMs, answeredAtMs);
      if (!isWrongTime || isTimeTried) return forms.change(host, form);
      isTimeTried = true;
      return true;
    }

    function learn(response: HttpResponse, sent: Proof) {
      const answeredAtMs = findDateMs(response.headers);
      const verdict = judgeLogin(response, to.errorCodes);
      if (needsTime(sent, verdict)) cloudClock.note(answeredAtMs);
      if (verdict === undefined) return;
      const isSigned = sent.by.kind === 'keys';
      if (verdict === 'accepted') {
        if (isSigned) forms.accept(host, form);
        to.onAccepted?.();
        return;
      }
      const isMended = isSigned && canBeMended(answeredAtMs);
      again = to.onRefused?.(sent, verdict, isMended) ?? isMended;
    }

    async function exchangeAndLearn(exchange: Exchange): Promise<HttpResponse> {
      again = false;
      const response = await exchange();
      if (proof !== undefined) learn(response, proof);
      return response;
    }

    const around = async (exchange: Exchange, exchangeSignal: AbortSignal) => {
      const learning = () => exchangeAndLearn(exchange);
      return await (to.takeTurn?.(learning, exchangeSignal) ?? learning());
    };
    const { title, baseUrl, errorCodes } = to;
    for (;;) {
      try {
        const destination = { title, baseUrl, errorCodes, authorize, around };
        return await sender.send(call, destination, signal, limits);
      } catch (error) {
        if (!again) throw error;
        again = false;
      }
    }
  };
}
