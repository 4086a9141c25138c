import { ApiError } from '../errors/api-error.ts';
import type { ErrorCodes } from '../errors/kinds.ts';
import { endsAtOnce, isThrottled, isUnreached } from '../errors/request-errors.ts';
import { NetworkError, ResponseError } from '../errors/transport-errors.ts';
import { InterruptedError } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { encodeRfc3986, formatDuration } from '../runtime/text.ts';
import { readAnswer } from './answer.ts';
import type { ApiCall } from './api-call.ts';
import { createTroubleReport, findNextPauseMs, type RetryHistory, startHistory } from './retry.ts';
import { createThrottle, type Turn } from './throttle.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

/** Adds what proves who asks: a token, or a signature made at this moment. */
export type Authorize = (request: HttpRequest) => HttpRequest | Promise<HttpRequest>;

/** A request on its way and its answer: once, without repeats. @throws TransportError, AnswerTooLargeError */
export type Exchange = () => Promise<HttpResponse>;

/** Whom to ask, and how to prove who asks. */
interface Destination {
  readonly title: string;
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** Called around each exchange, its proof included: to wait for a turn, to learn from the answer. */
  readonly around?:
    | ((exchange: Exchange, signal: AbortSignal) => Promise<HttpResponse>)
    | undefined;
  readonly errorCodes?: ErrorCodes | undefined;
}

/** For a call that must not begin any more when its answer may still be waited for. */
export interface SendLimits {
  /** Until when the request may go out. Default: as long as the answer is waited for. */
  readonly begin?: AbortSignal | undefined;
  /** Told `true` when the request goes out, and `false` when it is known that it made nothing. */
  readonly onExchange?: ((isUnderWay: boolean) => void) | undefined;
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

interface Told {
  readonly host: string;
  readonly pauseMs: number | undefined;
}

interface PauseContext {
  readonly host: string;
  readonly signal: AbortSignal;
  readonly begin: AbortSignal | undefined;
  readonly history: RetryHistory;
}

const mayBeDone = (error: unknown) =>
  error instanceof NetworkError ? error.mayHaveArrived : !isThrottled(error);

export function createSender(options: SenderOptions): Sender {
  const { clock, random, secrets } = options;
  const throttle = createThrottle(options);
  const trouble = createTroubleReport(options);
  /** Hosts that have answered anything: those are no typing mistakes. */
  const answered = new Set<string>();

  async function exchangeOnce<Answer>(
    call: ApiCall<Answer>,
    to: Destination,
    signal: AbortSignal,
    { history, limits }: { readonly history: RetryHistory; readonly limits: SendLimits },
  ): Promise<Answer> {
    const { host } = new URL(to.baseUrl);
    const { begin = signal } = limits;
    const turn: Turn = await throttle.enter(host, begin);
    let end: Parameters<Turn['end']>[0] = 'unknown';
    try {
      const hasAnswered = answered.has(host);
      const guarded = { begin, onExchange: limits.onExchange, hasAnswered };
      const result = await attempt(options, call, to, signal, guarded);
      if (result instanceof NetworkError) throw result;
      answered.add(host);
      end = 'answered';
      const { title, errorCodes } = to;
      const findPath = () => buildUrl(to.baseUrl, call.path).pathname;
      const epochMs = clock.epochMs();
      const { mayRepeat } = history;
      const asked = { call, title, findPath, errorCodes, secrets, epochMs, mayRepeat };
      return readAnswer(result, asked);
    } catch (error) {
      if (isThrottled(error)) end = error;
      // A refusal is an answer: whatever breaks after it, this call made nothing.
      if (error instanceof ApiError && error.kind !== 'server') limits.onExchange?.(false);
      throw error;
    } finally {
      turn.end(end);
    }
  }

  /** What may pass, whether it is tried again here or by whoever asks for a backup; throttling tells itself. */
  function tell(error: unknown, call: ApiCall<unknown>, { host, pauseMs }: Told) {
    if (!(error instanceof Error) || isThrottled(error) || call.isOptional === true) return;
    if (pauseMs !== undefined) {
      trouble.tell(host, `${error.message} Trying again in ${formatDuration(pauseMs)}.`);
    } else if (isUnreached(error) && !endsAtOnce(error)) {
      trouble.tell(host, error.message);
    }
  }

  /** Waits before the next attempt. @throws the error where that is final, InterruptedError */
  async function pauseAfter(
    error: unknown,
    call: ApiCall<unknown>,
    { host, signal, begin, history }: PauseContext,
  ): Promise<void> {
    if (isAbort(error, signal) || isAbort(error, begin)) {
      throw InterruptedError.explain(error, history.last);
    }
    const moment = { error, nowMs: clock.monotonicMs(), random };
    const pauseMs = signal.aborted ? undefined : findNextPauseMs(call, history, moment);
    tell(error, call, { host, pauseMs });
    if (pauseMs === undefined) throw error;
    history.mayRepeat ||= mayBeDone(error);
    history.last = error;
    try {
      await clock.sleep(pauseMs, signal);
    } catch (reason) {
      throw InterruptedError.explain(reason, error);
    }
  }

  return {
    async send(call, to, signal, limits = {}) {
      const { host } = new URL(to.baseUrl);
      const context = { host, signal, begin: limits.begin, history: startHistory() };
      for (;;) {
        try {
          const answer = await exchangeOnce(call, to, signal, { ...context, limits });
          trouble.end(host);
          return answer;
        } catch (error) {
          await pauseAfter(error, call, context);
        }
      }
    },
  };
}

const isAbort = (error: unknown, signal: AbortSignal | undefined) =>
  signal?.aborted === true && error === signal.reason;

function buildRequest(call: ApiCall<unknown>, baseUrl: string, language: string): HttpRequest {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  return {
    method: call.method,
    url: buildUrl(baseUrl, call.path, call.query),
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'cloud-db-backup',
      'x-language': language,
      // Without a body too: RDS v1 answers 404 to a call that does not say it (OTC's own client).
      'content-type': 'application/json',
      ...call.headers,
    },
    body,
  };
}

interface Guard extends SendLimits {
  readonly begin: AbortSignal;
  /** Whether the host has answered anything before. */
  readonly hasAnswered: boolean;
}

/** One exchange, authorised for this moment. A broken connection is a value: it may be tried again. */
async function attempt(
  { transport, clock, log, language }: SenderOptions,
  call: ApiCall<unknown>,
  to: Destination,
  signal: AbortSignal,
  { begin, onExchange, hasAnswered }: Guard,
): Promise<HttpResponse | NetworkError> {
  const request = buildRequest(call, to.baseUrl, language);
  const { host, pathname } = request.url;
  let startMs = clock.monotonicMs();
  const note = (end: string) => {
    const tookMs = Math.round(clock.monotonicMs() - startMs);
    log.debug(`${call.method} ${host}${pathname}: ${end} after ${tookMs} ms`);
  };
  const exchange = async () => {
    const authorised = await to.authorize(request);
    begin.throwIfAborted();
    onExchange?.(true);
    startMs = clock.monotonicMs();
    return await transport.exchange(authorised, signal);
  };
  try {
    const response = await (to.around?.(exchange, begin) ?? exchange());
    note(String(response.status));
    return response;
  } catch (error) {
    const { purpose } = call;
    if (error instanceof TransportError) {
      note(error.code ?? 'no answer');
      const { code, mayHaveArrived, proxy, tunnelProblem, cause } = error;
      if (!mayHaveArrived) onExchange?.(false);
      const how = { code, mayHaveArrived, hasAnswered, proxy, tunnelProblem };
      return new NetworkError({ purpose, host, ...how, cause });
    }
    if (!(error instanceof AnswerTooLargeError)) throw error;
    const { status, message: problem } = error;
    throw new ResponseError({ title: to.title, purpose, status, requestId: undefined, problem });
  }
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
