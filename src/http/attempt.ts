import type { ApiCall } from '../api-call.ts';
import { NetworkError, ResponseError } from '../errors/transport-errors.ts';
import { buildUrl } from './build-url.ts';
import type { HttpRequest, HttpResponse } from './http-exchange.ts';
import type { Destination, SenderOptions, SendLimits } from './sender.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

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
export async function attempt(
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
