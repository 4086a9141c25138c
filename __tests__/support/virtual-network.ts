import { Agent, type Dispatcher, errors } from 'undici';
import type { Simulator } from '../../simulator/index.ts';
import { findIamEndpoint, findServiceEndpoint, foundOrThrow } from '../../src/cloud/endpoints.ts';
import { isLoopback } from '../../src/http/transport.ts';
import type { Clock } from '../../src/index.ts';
import { serviceIds } from '../../src/services/index.ts';

/** Where each host of the cloud is simulated: `rds.eu-de.otc.t-systems.com` is at `http://127.0.0.1:…`. */
function listHosts({ endpoints, iamEndpoint, account }: Simulator): ReadonlyMap<string, string> {
  const target = { region: account.projectName };
  const hostOf = (found: ReturnType<typeof findIamEndpoint>) =>
    new URL(foundOrThrow(found).url).host;
  return new Map([
    ...serviceIds.map(
      (service) =>
        [hostOf(findServiceEndpoint(service, target)), endpoints[service] ?? ''] as const,
    ),
    [hostOf(findIamEndpoint(target)), iamEndpoint],
  ]);
}

const MINUTE_MS = 60_000;

/**
 * Real connections to a simulated cloud under the names of its own hosts. One request is under way
 * at a time, so that the same happens in every run; one that the simulator never answers holds up
 * no other, and ends by the clock.
 */
export function virtualNetwork(simulator: Simulator, clock: Clock) {
  const hosts = listHosts(simulator);
  const agent = new Agent();
  const queue: (() => void)[] = [];
  let current: { hang(): void } | undefined;
  const underWay = new Map<string, { now: number; most: number }>();

  function next() {
    if (current === undefined) queue.shift()?.();
  }

  function send(
    dispatch: Dispatcher['dispatch'],
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    count: { now: number },
  ) {
    const { host, origin: given, hostname } = new URL(options.origin ?? '');
    const origin = hosts.get(host) ?? given;
    if (!isLoopback(new URL(origin).hostname)) throw new Error(`${hostname} is not simulated`);
    const exchange = {
      hang() {
        const late = clock.signalAfter(options.headersTimeout ?? MINUTE_MS);
        late.addEventListener('abort', () => controller?.abort(new errors.HeadersTimeoutError()));
        leave();
      },
    };
    let controller: Dispatcher.DispatchController | undefined;
    const leave = () => {
      if (current === exchange) current = undefined;
      next();
    };
    const end = () => {
      count.now -= 1;
      leave();
    };
    current = exchange;
    const headers = { ...Object.fromEntries(Object.entries(options.headers ?? {})), host };
    dispatch(
      { ...options, origin, headers },
      {
        onRequestStart(started, context) {
          controller = started;
          handler.onRequestStart?.(started, context);
        },
        onResponseStart: (...said) => handler.onResponseStart?.(...said),
        onResponseData: (...said) => handler.onResponseData?.(...said),
        onResponseEnd(...said) {
          handler.onResponseEnd?.(...said);
          end();
        },
        onResponseError(...said) {
          handler.onResponseError?.(...said);
          end();
        },
      },
    );
  }

  const stopListening = simulator.onRequest(({ fault }) => {
    if (fault?.startsWith('timeout')) current?.hang();
  });
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const count = underWay.get(options.method) ?? { now: 0, most: 0 };
    underWay.set(options.method, count);
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    queue.push(() => send(dispatch, options, handler, count));
    next();
    return true;
  });
  return {
    dispatcher,
    isBusy: () => current !== undefined,
    /** How many requests of a method were handed over at once, and not yet answered. */
    mostAtOnce: (method: string) => underWay.get(method)?.most ?? 0,
    async close() {
      stopListening();
      await agent.destroy();
    },
  };
}
