import type { ApiCall } from '../api-call.ts';
import type { Clock } from '../clock.ts';
import type { ErrorCodes } from '../errors/error-kind.ts';
import { NetworkError } from '../errors/network-error.ts';
import { formatDuration } from '../format-duration.ts';
import type { Log } from '../log.ts';
import { attempt } from './attempt.ts';
import { buildUrl } from './build-url.ts';
import type { HttpRequest, HttpResponse, Transport } from './http-exchange.ts';
import { readAnswer } from './read-answer.ts';
import {
  findDelayMs,
  NEVER_REPEAT,
  type RetryPolicy,
  readRetryAfter,
  SAFE_TO_REPEAT,
} from './retry.ts';

/** Adds what proves who asks: a token, or a signature made at this moment. */
export type Authorize = (request: HttpRequest) => HttpRequest | Promise<HttpRequest>;

/** Whom to ask, and how to prove who asks. */
export interface Destination {
  readonly title: string;
  readonly baseUrl: string;
  readonly authorize: Authorize;
  readonly errorCodes?: ErrorCodes | undefined;
}

export interface Sender {
  /** Sends a call, again where that is harmless. @throws ApiError, NetworkError, ResponseError, or the signal's reason. */
  send<Answer>(call: ApiCall<Answer>, to: Destination, signal: AbortSignal): Promise<Answer>;
}

export interface SenderOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** X-Language: the language of the cloud's error texts. */
  readonly language: string;
}

/** Whether the cloud may have done what it was asked, though it did not say so. */
const mayBeDone = (result: HttpResponse | NetworkError) =>
  result instanceof NetworkError ? result.mayHaveArrived : result.status >= 500;

export function createSender(options: SenderOptions): Sender {
  const { clock, random, log } = options;

  /** `undefined`: the result is final. */
  function findNextDelayMs(
    result: HttpResponse | NetworkError,
    policy: RetryPolicy,
    tries: number,
  ): number | undefined {
    if (tries >= policy.attempts) return undefined;
    if (result instanceof NetworkError) return findDelayMs(policy, tries, random);
    if (!policy.statuses.includes(result.status)) return undefined;
    const askedMs = readRetryAfter(result.headers['retry-after'], clock.epochMs());
    return askedMs ?? findDelayMs(policy, tries, random);
  }

  return {
    async send(call, to, signal) {
      const isSafe = call.method !== 'POST' || call.safeToRepeat === true;
      const policy = isSafe ? SAFE_TO_REPEAT : NEVER_REPEAT;
      let mayRepeat = false;
      for (let tries = 1; ; tries++) {
        const result = await attempt(options, call, to, signal);
        const delayMs = findNextDelayMs(result, policy, tries);
        if (delayMs !== undefined) {
          const why = result instanceof NetworkError ? result.message : `HTTP ${result.status}`;
          log.info(`Trying again in ${formatDuration(delayMs)} to ${call.purpose}: ${why}`);
          mayRepeat ||= mayBeDone(result);
          await clock.sleep(delayMs, signal);
          continue;
        }
        if (result instanceof NetworkError) throw result;
        const { title, errorCodes } = to;
        const findPath = () => buildUrl(to.baseUrl, call.path).pathname;
        const epochMs = clock.epochMs();
        return readAnswer(result, { call, title, findPath, errorCodes, epochMs, mayRepeat });
      }
    },
  };
}
