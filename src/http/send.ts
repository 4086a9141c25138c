import type { Advice } from '../errors/advice.ts';
import { ApiError } from '../errors/api-error.ts';
import type { ErrorCodes } from '../errors/kinds.ts';
import { endsAtOnce, isThrottled, isUnreached, UnansweredError } from '../errors/request-errors.ts';
import { NetworkError, ResponseError } from '../errors/transport-errors.ts';
import { InterruptedError } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { encodeRfc3986, formatDuration } from '../runtime/text.ts';
import { type Reading, readAnswer } from './answer.ts';
import type { ApiCall } from './api-call.ts';
import type { Precedence } from './budget.ts';
import { addFailure, NO_TROUBLE, nextPauseMs, type RetryHistory } from './retry.ts';
import { createThrottle, type Leave } from './throttle.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';
import { createTroubleReport } from './trouble-report.ts';

/** What follows an answer: the same call once more, with another proof or after a pause; or what the answer says. */
export type Judgement = 'again' | 'final';

/** A request that may go out now, with what proves the login. */
export interface AuthorizedRequest {
  readonly request: HttpRequest;
  /** Judges the login by the answer, before any other call that waits for a turn goes out. */
  readonly judge?: ((reading: Reading<unknown>) => Judgement) | undefined;
  /** It is over, with an answer or without. */
  readonly release?: (() => void) | undefined;
}

/** Whom to ask, and how to prove who asks. */
export interface Destination {
  readonly title: string;
  readonly baseUrl: string;
  readonly errorCodes?: ErrorCodes | undefined;
  /** What to change where the proof is refused, by the words of the answer. */
  readonly loginHint?: ((text: string | undefined) => Advice) | undefined;
  /** Adds a token, or a signature of this moment; may wait for a turn, at most until `begin` aborts. */
  readonly authorize: (
    request: HttpRequest,
    begin: AbortSignal,
  ) => AuthorizedRequest | Promise<AuthorizedRequest>;
}

/** For a call that must not begin any more when its answer may still be waited for. */
export interface SendLimits {
  /** Until when the request may go out. Default: as long as the answer is waited for. */
  readonly begin?: AbortSignal | undefined;
  /** Which calls it goes before where they have to wait for each other. Default: `call`. */
  readonly precedence?: Precedence | undefined;
  /** Told `true` when the request goes out, and `false` when it is known that it made nothing. */
  readonly onExchange?: ((isUnderWay: boolean) => void) | undefined;
  /** Told when the cloud answered, in milliseconds since 1970 by its own clock; `undefined` where it does not tell. */
  readonly onAnswer?: ((answeredAtMs: number | undefined) => void) | undefined;
}

export interface Sender {
  /**
   * Sends a call, again where that is harmless.
   * @throws ApiError, NetworkError, ResponseError; when the signal aborts its reason, or an
   * InterruptedError with what had gone wrong by then
   */
  send<Answer>(
    call: ApiCall<Answer>,
    to: Destination,
    signal: AbortSignal,
    limits?: SendLimits,
  ): Promise<Answer>;
}

interface SenderOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** What the cloud may echo and nobody may read. */
  readonly secrets: Secrets;
  /** X-Language: the language of the cloud's error texts. */
  readonly language: string;
}

/** One call, through all its attempts. */
interface Sending {
  readonly to: Destination;
  readonly host: string;
  readonly signal: AbortSignal;
  /** Until when the request may go out. */
  readonly begin: AbortSignal;
  readonly precedence: Precedence;
  readonly onExchange: (isUnderWay: boolean) => void;
  readonly onAnswer: SendLimits['onAnswer'];
  history: RetryHistory;
  /** Whether a request went out, in the last attempt. */
  isOut: boolean;
}

/** An exchange of a call that has its answer. */
interface Sent {
  readonly url: URL;
  readonly sending: Sending;
}

/** What one attempt came to. */
type Outcome<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The login was refused, and the same call goes out once more. */
  | { readonly kind: 'again' }
  | { readonly kind: 'failure'; readonly error: unknown };

/** Judges the login by an answer, and takes what the answer is to the call. @throws ApiError, ResponseError */
function settle<Answer>(
  reading: Reading<Answer>,
  { judge = () => 'final' }: AuthorizedRequest,
): Outcome<Answer> {
  return judge(reading) === 'again'
    ? { kind: 'again' }
    : { kind: 'answer', answer: reading.answer() };
}

/** What a lost answer may have done stays done, whoever asks for it now. */
const startAnew = ({ mayRepeat }: RetryHistory): RetryHistory => ({ ...NO_TROUBLE, mayRepeat });

const isAbort = (error: unknown, signal: AbortSignal) => signal.aborted && error === signal.reason;

export function createSender(options: SenderOptions): Sender {
  const { transport, clock, random, log, secrets, language } = options;
  const throttle = createThrottle(options);
  const trouble = createTroubleReport(options);
  /** Hosts that have answered anything: those are no typing mistakes. */
  const answered = new Set<string>();

  /** Logs what an exchange came to. */
  const noteOf =
    ({ method }: ApiCall<unknown>, { host, pathname }: URL) =>
    (text: string, startMs: number) => {
      const tookMs = Math.round(clock.monotonicMs() - startMs);
      log.debug(`${method} ${host}${pathname}: ${text} after ${tookMs} ms`);
    };

  async function buildRequest(call: ApiCall<unknown>, url: URL, signal: AbortSignal) {
    const body = call.freshBody === undefined ? call.body : await call.freshBody(signal);
    return describeRequest(call, { url, body, language });
  }

  function read<Answer>(response: HttpResponse, call: ApiCall<Answer>, { url, sending }: Sent) {
    const { to, history } = sending;
    return readAnswer(response, {
      ...{ call, title: to.title, errorCodes: to.errorCodes, loginHint: to.loginHint, secrets },
      pathOf: () => url.pathname,
      epochMs: clock.epochMs(),
      mayRepeat: history.mayRepeat,
    });
  }

  /** One exchange. @throws what a call that fails ends with, and the reason of a signal that aborts */
  async function exchange<Answer>(
    call: ApiCall<Answer>,
    sending: Sending,
  ): Promise<Outcome<Answer>> {
    const { to, host, signal, begin, precedence, onExchange, onAnswer } = sending;
    const leave = await throttle.enter(host, { precedence, signal: begin });
    const hasAnswered = answered.has(host);
    const url = buildUrl(to.baseUrl, call.path, call.query);
    const note = noteOf(call, url);
    let end: Parameters<Leave['end']>[0] = 'unknown';
    let startMs = clock.monotonicMs();
    let authorized: AuthorizedRequest | undefined;
    try {
      authorized = await to.authorize(await buildRequest(call, url, begin), begin);
      await leave.send();
      begin.throwIfAborted();
      onExchange(true);
      sending.isOut = true;
      startMs = clock.monotonicMs();
      const response = await transport.exchange(authorized.request, signal);
      const reading = read(response, call, { url, sending });
      note(String(response.status), startMs);
      answered.add(host);
      onAnswer?.(reading.answeredAtMs);
      end = 'answered';
      return settle(reading, authorized);
    } catch (reason) {
      if (reason instanceof TransportError) note(reason.code ?? 'no answer', startMs);
      const error = explainFailure(reason, { call, to, host, hasAnswered });
      if (isThrottled(error)) end = error;
      // A refusal is an answer: whatever breaks after it, this call made nothing.
      if (madeNothing(error)) onExchange(false);
      throw error;
    } finally {
      authorized?.release?.();
      leave.end(end);
    }
  }

  const attempt = <Answer>(call: ApiCall<Answer>, sending: Sending): Promise<Outcome<Answer>> =>
    exchange(call, sending).catch((error: unknown) => ({ kind: 'failure', error }));

  /** What may pass, whether it is tried again here or by whoever asks for a backup; throttling tells itself. */
  function tell(error: unknown, call: ApiCall<unknown>, host: string, pauseMs: number | undefined) {
    if (!(error instanceof Error) || isThrottled(error) || call.isOptional === true) return;
    if (pauseMs !== undefined) {
      trouble.tell(host, `${error.message} Trying again in ${formatDuration(pauseMs)}.`);
    } else if (isUnreached(error) && !endsAtOnce(error)) {
      trouble.tell(host, error.message);
    }
  }

  /** Waits before the next attempt. @throws the error where that is final, InterruptedError */
  async function pauseAfter(error: unknown, call: ApiCall<unknown>, sending: Sending) {
    const { host, signal, begin, history, isOut } = sending;
    if (isAbort(error, signal) || isAbort(error, begin)) {
      const unanswered = isOut ? new UnansweredError(host, call.purpose) : undefined;
      throw InterruptedError.explain(error, history.last ?? unanswered);
    }
    const failed = { error, nowMs: clock.monotonicMs(), random };
    sending.history = addFailure(history, failed);
    const pauseMs = signal.aborted ? undefined : nextPauseMs(call, sending.history, failed);
    tell(error, call, host, pauseMs);
    if (pauseMs === undefined) throw error;
    try {
      await clock.sleep(pauseMs, signal);
    } catch (reason) {
      throw InterruptedError.explain(reason, error);
    }
  }

  return {
    async send(
      call,
      to,
      signal,
      { begin = signal, precedence = 'call', onExchange = () => {}, onAnswer } = {},
    ) {
      const { host } = new URL(to.baseUrl);
      const limits = { signal, begin, precedence, onExchange, onAnswer };
      const sending = { to, host, ...limits, history: NO_TROUBLE, isOut: false };
      for (;;) {
        sending.isOut = false;
        const outcome = await attempt(call, sending);
        switch (outcome.kind) {
          case 'answer':
            trouble.end(host);
            return outcome.answer;
          case 'again':
            onExchange(false);
            sending.history = startAnew(sending.history);
            break;
          case 'failure':
            await pauseAfter(outcome.error, call, sending);
        }
      }
    },
  };
}

interface Failure {
  readonly call: ApiCall<unknown>;
  readonly to: Destination;
  readonly host: string;
  readonly hasAnswered: boolean;
}

/** What went wrong with an exchange, with what it was for. */
function explainFailure(reason: unknown, { call, to, host, hasAnswered }: Failure): unknown {
  const { purpose } = call;
  if (reason instanceof TransportError) {
    const { code, mayHaveArrived, proxy, tunnelProblem, cause } = reason;
    const how = { code, mayHaveArrived, hasAnswered, proxy, tunnelProblem };
    return new NetworkError({ purpose, host, ...how, cause });
  }
  if (!(reason instanceof AnswerTooLargeError)) return reason;
  const { status, message: problem } = reason;
  return new ResponseError({ title: to.title, purpose, status, requestId: undefined, problem });
}

const madeNothing = (error: unknown) =>
  (error instanceof ApiError && error.kind !== 'server') ||
  (error instanceof NetworkError && !error.mayHaveArrived);

interface RequestParts {
  readonly url: URL;
  readonly body: unknown;
  readonly language: string;
}

function describeRequest(
  call: ApiCall<unknown>,
  { url, body, language }: RequestParts,
): HttpRequest {
  return {
    method: call.method,
    url,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'cloud-db-backup',
      'x-language': language,
      // Without a body too: RDS v1 answers 404 to a call that does not say it (OTC's own client).
      'content-type': 'application/json',
      ...call.headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** Puts path segments and a query behind a base URL whose own path stays in front. */
export function buildUrl(
  baseUrl: string,
  path: readonly string[],
  query: Readonly<Record<string, string | number | undefined>> = {},
): URL {
  const { origin, pathname } = new URL(baseUrl);
  const front = pathname.replace(/\/+$/, '');
  const search = Object.entries(query)
    .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
    .map(([key, value]) => `${encodeRfc3986(key)}=${encodeRfc3986(String(value))}`)
    .join('&');
  return new URL(`${origin}${front}/${path.map(encodeSegment).join('/')}${search && `?${search}`}`);
}

function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') {
    throw new TypeError(`"${segment}" can't be a part of a path`);
  }
  return encodeRfc3986(segment);
}
