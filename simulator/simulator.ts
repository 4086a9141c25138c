import { readdir } from 'node:fs/promises';
import type { Account } from './account.ts';
import { type SimulatedBackup, simulatedBackup } from './backup-record.ts';
import { type Fault, faultQueue } from './faults.ts';
import { callThrottle } from './gateway.ts';
import { iam, iamExtensions } from './identity/iam.ts';
import { sts } from './identity/sts.ts';
import { type RestoredInstance, removeInstance, restoredInstances } from './new-instance.ts';
import type { Cloud, SimulatorOptions } from './options.ts';
import type { ServiceDescription } from './route.ts';
import { newState, type SeedBackup, seedBackup } from './seed.ts';
import {
  type HostContext,
  type LoopbackHost,
  listeners,
  type RecordedRequest,
  serveHost,
} from './server.ts';
import type { InstancePatch, SimulatedInstance, State } from './state.ts';

/** A running simulator. */
export interface Simulator {
  /** The cloud that it simulates. */
  readonly cloud: Cloud;
  /** Base URLs by service id. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** IAM’s base URL. */
  readonly iamEndpoint: string;
  /** The base URL of Huawei Cloud's STS v5. */
  readonly stsEndpoint: string;
  /** The one account that can log in. */
  readonly account: Account;
  /** Every service’s instances, as they stand now. */
  readonly instances: readonly SimulatedInstance[];
  /** Every instance that was ever made from a backup, deleted ones too, oldest first. */
  readonly restored: readonly RestoredInstance[];
  /** Every request read so far. */
  readonly requests: readonly RecordedRequest[];
  /** The backups that exist now, whether lists show them already or not. */
  readonly backups: readonly SimulatedBackup[];
  /** The ids of all backups there ever were, of those that are gone too. */
  readonly everyBackupId: readonly string[];
  /** How many signatures, passwords and id tokens were refused. */
  readonly refusedLogins: number;
  /** Refuses every token there is, as after a change of the password. */
  readonly revokeTokens: () => void;
  /** Adds a backup that somebody else, or the cloud by itself, has made. @throws Error when its instance is not there */
  readonly seedBackup: (seed: SeedBackup) => SimulatedBackup;
  /** Changes an instance. @throws Error when there is none of this id */
  readonly setInstance: (id: string, patch: InstancePatch) => void;
  /** Deletes an instance; its manual backups stay. */
  readonly removeInstance: (id: string) => void;
  /** Adds a fault for requests to come. */
  readonly inject: (fault: Fault) => void;
  /** Takes back every fault that has not met a request. */
  readonly clearFaults: () => void;
  /** Called when a request has fully arrived, before it is handled; answers how to stop that. */
  readonly onRequest: (listener: (request: RecordedRequest) => void) => () => void;
  /** Called when an answer has been sent whole; answers how to stop that. */
  readonly onResponse: (listener: (request: RecordedRequest) => void) => () => void;
  /** Closes the listeners and every connection at once. */
  readonly stop: () => Promise<void>;
}

/** Starts the simulated clouds on loopback, one listener for each host they have. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const services = await loadServices();
  const state = newState(options, services);
  const context: HostContext = {
    state,
    faults: faultQueue(),
    requests: [],
    onRequest: listeners(),
    onResponse: listeners(),
    throttle: callThrottle(options.throttle),
  };
  const hosts = new Map<string, LoopbackHost>();
  let port = options.firstPort ?? 0;
  for (const [host, group] of byHost([...services, iam, iamExtensions, sts])) {
    hosts.set(host, await serveHost(context, group, port));
    if (port > 0) port += 1;
  }
  const urlOf = (host: string): string => hosts.get(host)?.url ?? '';
  for (const { host, catalogue } of services) {
    if (catalogue === undefined) continue;
    state.catalogue.push({ type: catalogue.type, url: `${urlOf(host)}${catalogue.path}` });
  }
  return {
    cloud: state.settings.cloud,
    endpoints: Object.fromEntries(services.map(({ id, host }) => [id, urlOf(host)])),
    iamEndpoint: urlOf(iam.host),
    stsEndpoint: urlOf(sts.host),
    account: state.account,
    instances: state.instances,
    get restored() {
      return restoredInstances(state);
    },
    requests: context.requests,
    get backups() {
      return existingBackups(state);
    },
    get everyBackupId() {
      return state.backups.map(({ id }) => id);
    },
    get refusedLogins() {
      return state.refusedLogins.length;
    },
    revokeTokens: () => {
      for (const token of state.tokens.values()) token.revoked = true;
    },
    seedBackup: (seed) => {
      const made = simulatedBackup(seedBackup(state, seed), state.settings.now());
      if (made === undefined) throw new Error('the seeded backup does not exist');
      return made;
    },
    setInstance: (id, patch) => {
      const at = state.instances.findIndex((instance) => instance.id === id);
      const instance = state.instances[at];
      if (instance === undefined) throw new Error(`no instance ${id}`);
      state.instances[at] = { ...instance, ...patch };
    },
    removeInstance: (id) => {
      removeInstance(state, id);
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

function existingBackups(state: State): readonly SimulatedBackup[] {
  const nowMs = state.settings.now();
  return state.backups
    .map((record) => simulatedBackup(record, nowMs))
    .filter((backup) => backup !== undefined);
}

/** Every service the directory services/ holds, whether as source or compiled, in the order of their ids. */
async function loadServices(): Promise<readonly ServiceDescription[]> {
  const directory = new URL('./services/', import.meta.url);
  const files = (await readdir(directory)).filter((file) => /^[a-z0-9-]+\.[jt]s$/.test(file));
  const services = await Promise.all(files.map((file) => describedIn(new URL(file, directory))));
  return services.sort((one, other) => one.id.localeCompare(other.id));
}

async function describedIn(file: URL): Promise<ServiceDescription> {
  const exported: Readonly<Record<string, ServiceDescription>> = await import(file.href);
  const [description, ...more] = Object.values(exported);
  if (description === undefined || more.length > 0) {
    throw new Error(`${file.pathname} must export one service description`);
  }
  return description;
}
