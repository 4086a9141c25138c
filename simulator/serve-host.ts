import { type HostContext, handleExchange } from './handle-exchange.ts';
import { type LoopbackHost, loopbackHost } from './loopback-host.ts';
import type { ServiceDescription } from './service-description.ts';

/** Serves the services of one host of the cloud. */
export function serveHost(
  context: HostContext,
  services: readonly [ServiceDescription, ...ServiceDescription[]],
): Promise<LoopbackHost> {
  const scene = { services: services.map(({ id }) => id) };
  return loopbackHost({
    refuses: () => context.faults.takeRefusal(scene),
    answer: (incoming, response) => handleExchange(context, services, { incoming, response }),
  });
}
