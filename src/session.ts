import type { CloudClock } from './auth/authorization.ts';
import { askTokenEnd } from './auth/iam-token.ts';
import type { Login } from './auth/login.ts';
import { findProject, scopeOf } from './auth/project.ts';
import {
  type CloudTarget,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
  foundOrThrow,
} from './cloud/endpoints.ts';
import type { ApiCall } from './http/api-call.ts';
import type { Sender, SendLimits } from './http/send.ts';
import type { HttpRequest } from './http/transport.ts';
import type { CloudId, ServiceId } from './model.ts';
import type { Clock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import { createMemory, type Memory } from './runtime/memory.ts';
import { singleFlight } from './runtime/single-flight.ts';
import { getService } from './services/index.ts';
import type { InstanceRecord } from './services/service.ts';

export interface SessionOptions {
  readonly target: CloudTarget;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly login: Login;
  readonly cloudClock: CloudClock;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** One login in one project: calls go out through it, to whichever service they are for. */
export interface Session {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly cloud: CloudId | undefined;
  readonly region: string | undefined;
  /** The caller's functions that have failed. */
  readonly failedFunctions: WeakSet<object>;
  /** The ids of primary nodes that were looked up, by service and instance. */
  readonly nodes: Memory<string>;
  /** Instances as a list has shown them, by service and id; no list is read for them. */
  readonly instances: Map<string, InstanceRecord>;
  /** The names of instances that a list has told, by service and id; no list is read for them. */
  readonly instanceNames: Map<string, string>;
  /** The cloud's time in milliseconds since 1970, as far as it is known. */
  cloudTimeMs(): number;
  /** The project's id, as far as it is known. */
  knownProjectId(): string | undefined;
  /** The project's id, looked up once if it was not given. @throws LoginError, LookupError */
  findProjectId(signal: AbortSignal): Promise<string>;
  /** Logs in if that has not happened, so that the next call needs nothing else. @throws LoginError */
  prepareLogin(signal: AbortSignal): Promise<void>;
  /** When the token in use ends, in milliseconds since 1970; `undefined` for keys. */
  findTokenEnd(signal: AbortSignal): Promise<number | undefined>;
  /** The base URL of a service's calls. @throws InputError */
  addressOf(service: ServiceId): string;
  /** Sends with a login that is renewed, once, when the cloud no longer accepts it. */
  send<Answer>(
    service: ServiceId,
    call: ApiCall<Answer>,
    signal: AbortSignal,
    limits?: SendLimits,
  ): Promise<Answer>;
}

export function createSession(options: SessionOptions): Session {
  const { target, login, sender, cloudClock, clock, random, log } = options;
  const warned = new Set<string>();
  let projectId = options.projectId;

  async function lookUpProject(signal: AbortSignal): Promise<string> {
    const scope = scopeOf({ ...options, region: target.region });
    if ('id' in scope) return scope.id;
    const { name } = scope;
    const { url: baseUrl } = foundOrThrow(findIamEndpoint(target));
    const iam = { service: 'iam', title: 'IAM', baseUrl };
    const id = await findProject(name, (call) => login.send(call, iam, signal));
    log.info(`Project ${name} is ${id}.`);
    return id;
  }

  /** Several calls that need it at once share one lookup. */
  const lookUpOnce = singleFlight(lookUpProject);

  return {
    clock,
    random,
    log,
    cloud: findCloud(target),
    region: target.region,
    failedFunctions: new WeakSet(),
    nodes: createMemory(),
    instances: new Map(),
    instanceNames: new Map(),
    cloudTimeMs: () => cloudClock.nowMs(),
    knownProjectId: () => projectId,
    async findProjectId(signal) {
      projectId ??= (await login.resolve(signal)).projectId ?? (await lookUpOnce(signal));
      return projectId;
    },
    async prepareLogin(signal) {
      await login.resolve(signal);
    },
    async findTokenEnd(signal) {
      const { by } = await login.resolve(signal);
      if (by.kind !== 'token') return undefined;
      const { url: baseUrl } = foundOrThrow(findIamEndpoint(target));
      const { token } = by;
      const headers = { 'x-auth-token': token };
      // Not through the login: who may not ask this may make backups all the same.
      const authorize = (request: HttpRequest) => ({
        request: { ...request, headers: { ...request.headers, ...headers } },
      });
      return await sender.send(askTokenEnd(token), { title: 'IAM', baseUrl, authorize }, signal);
    },
    addressOf: (service) => foundOrThrow(findServiceEndpoint(service, target)).url,
    async send(serviceId, call, signal, limits) {
      const { title, errorCodes } = getService(serviceId);
      const { url, warning } = foundOrThrow(findServiceEndpoint(serviceId, target));
      if (warning !== undefined && !warned.has(warning)) log.warning(warning);
      if (warning !== undefined) warned.add(warning);
      const to = { service: serviceId, title, baseUrl: url, errorCodes, projectId };
      return await login.send(call, to, signal, limits);
    },
  };
}

/** The same session, of which each call goes out within these limits. */
export const sendWithin = (session: Session, limits: SendLimits): Session => ({
  ...session,
  send: (service, call, signal, own) => session.send(service, call, signal, { ...own, ...limits }),
});
