import { callThrottle } from './call-throttle.ts';
import { faultQueue } from './fault-queue.ts';
import type { HostContext } from './handle-exchange.ts';
import { iam } from './identity/iam.ts';
import { iamExtensions } from './identity/iam-extensions.ts';
import { sts } from './identity/sts.ts';
import { listeners } from './listeners.ts';
import { loadServices } from './load-services.ts';
import type { LoopbackHost } from './loopback-host.ts';
import { newWorld } from './new-world.ts';
import { plantBackup } from './plant-backup.ts';
import { serveHost } from './serve-host.ts';
import type { ServiceDescription } from './service-description.ts';
import { type SimulatedBackup, simulatedBackup } from './simulated-backup.ts';
import type { Simulator } from './simulator.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import type { World } from './world.ts';

/** Starts the simulated clouds on loopback, one listener for each host they have. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const services = await loadServices();
  const world = newWorld(options, services);
  const context: HostContext = {
    world,
    faults: faultQueue(),
    requests: [],
    onRequest: listeners(),
    onResponse: listeners(),
    throttle: callThrottle(options.throttle),
  };
  const hosts = new Map<string, LoopbackHost>();
  for (const [host, group] of byHost([...services, iam, iamExtensions, sts])) {
    hosts.set(host, await serveHost(context, group));
  }
  const urlOf = (host: string): string => hosts.get(host)?.url ?? '';
  for (const { host, catalogue } of services) {
    if (catalogue === undefined) continue;
    world.catalogue.push({ type: catalogue.type, url: `${urlOf(host)}${catalogue.path}` });
  }
  return {
    cloud: world.settings.cloud,
    endpoints: Object.fromEntries(services.map(({ id, host }) => [id, urlOf(host)])),
    iamEndpoint: urlOf(iam.host),
    stsEndpoint: urlOf(sts.host),
    account: world.account,
    instances: world.instances,
    requests: context.requests,
    get backups() {
      return existingBackups(world);
    },
    get everyBackupId() {
      return world.backups.map(({ id }) => id);
    },
    get refusedLogins() {
      return world.refusedLogins.length;
    },
    revokeTokens: () => {
      for (const token of world.tokens.values()) token.revoked = true;
    },
    plantBackup: (planted) => {
      const made = simulatedBackup(plantBackup(world, planted), world.settings.now());
      if (made === undefined) throw new Error('the planted backup does not exist');
      return made;
    },
    setInstance: (id, patch) => {
      const at = world.instances.findIndex((instance) => instance.id === id);
      const instance = world.instances[at];
      if (instance === undefined) throw new Error(`no instance ${id}`);
      world.instances[at] = { ...instance, ...patch };
    },
    inject: context.faults.inject,
    clearFaults: context.faults.clear,
    onRequest: context.onRequest.add,
    onResponse: context.onResponse.add,
    stop: async () => {
      await Promise.all([...hosts.values()].map((host) => host.stop()));
    },
  };
}

type HostServices = [ServiceDescription, ...ServiceDescription[]];

function byHost(services: readonly ServiceDescription[]): ReadonlyMap<string, HostServices> {
  const groups = new Map<string, HostServices>();
  for (const service of services) {
    const group = groups.get(service.host);
    if (group === undefined) groups.set(service.host, [service]);
    else group.push(service);
  }
  return groups;
}

function existingBackups(world: World): readonly SimulatedBackup[] {
  const nowMs = world.settings.now();
  return world.backups
    .map((record) => simulatedBackup(record, nowMs))
    .filter((backup) => backup !== undefined);
}
