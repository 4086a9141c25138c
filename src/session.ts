import type { ApiCall } from './api-call.ts';
import { createAuthorize } from './auth/authorize.ts';
import { listProjects, pickProject } from './auth/find-project.ts';
import { findScope } from './auth/iam-token.ts';
import type { Login } from './auth/login.ts';
import { createProver } from './auth/prover.ts';
import { askTokenEnd } from './auth/token-end.ts';
import type { Clock } from './clock.ts';
import type { CloudId } from './cloud/cloud.ts';
import {
  type CloudTarget,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
} from './cloud/endpoint.ts';
import { foundOrThrow } from './cloud/found-or-throw.ts';
import type { Sender, SendLimits } from './http/sender.ts';
import type { Log } from './log.ts';
import { getService, type ServiceId } from './services/index.ts';
import { shareWork } from './share-work.ts';

export interface SessionOptions {
  readonly target: CloudTarget;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly login: Login;
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
  /** The cloud's time in milliseconds since 1970, as far as it is known. */
  findEpochMs(): number;
  /** The project's id, as far as it is known. */
  knownProjectId(): string | undefined;
  /** The project's id, looked up once if it was not given. @throws LoginError, LookupError */
  findProjectId(signal: AbortSignal): Promise<string>;
  /** Logs in if that has not happened, so that the next call needs nothing else. @throws LoginError */
  prepareLogin(signal: AbortSignal): Promise<void>;
  /** When the token in use ends, in milliseconds since 1970; `undefined` for keys. */
  findTokenEnd(signal: AbortSignal): Promise<number | undefined>;
  /** Sends with a login that is renewed, once, when the cloud no longer accepts it. */
  send<Answer>(
    service: ServiceId,
    call: ApiCall<Answer>,
    signal: AbortSignal,
    limits?: SendLimits,
  ): Promise<Answer>;
}

export function createSession(options: SessionOptions): Session {
  const { target, login, sender, clock, random, log } = options;
  const { findEpochMs } = login;
  const warned = new Set<string>();
  const prove = createProver(login, clock);
  let projectId = options.projectId;

  async function lookUpProject(signal: AbortSignal): Promise<string> {
    const scope = findScope({ ...options, region: target.region });
    if ('id' in scope) return scope.id;
    const { name } = scope;
    const { url: baseUrl } = foundOrThrow(findIamEndpoint(target));
    const found = await prove((proof) => {
      const authorize = createAuthorize(proof, { findEpochMs });
      return sender.send(listProjects(name), { title: 'IAM', baseUrl, authorize }, signal);
    }, signal);
    const id = pickProject(name, found);
    log.info(`Project ${name} is ${id}.`);
    return id;
  }

  /** Several calls that need it at once share one look. */
  const lookUpOnce = shareWork(lookUpProject);

  return {
    clock,
    random,
    log,
    cloud: findCloud(target),
    findEpochMs,
    knownProjectId: () => projectId,
    async findProjectId(signal) {
      projectId ??= (await login.findProof(signal)).projectId ?? (await lookUpOnce(signal));
      return projectId;
    },
    async prepareLogin(signal) {
      await login.findProof(signal);
    },
    async findTokenEnd(signal) {
      const proof = await login.findProof(signal);
      if (proof.by.kind !== 'token') return undefined;
      const { url: baseUrl } = foundOrThrow(findIamEndpoint(target));
      const authorize = createAuthorize(proof, { findEpochMs });
      return await sender.send(
        askTokenEnd(proof.by.token),
        { title: 'IAM', baseUrl, authorize },
        signal,
      );
    },
    async send(serviceId, call, signal, limits) {
      const { title, errorCodes } = getService(serviceId);
      const { url, warning } = foundOrThrow(findServiceEndpoint(serviceId, target));
      if (warning !== undefined && !warned.has(warning)) log.warning(warning);
      if (warning !== undefined) warned.add(warning);
      return await prove((proof) => {
        const authorize = createAuthorize(proof, { findEpochMs, projectId });
        return sender.send(call, { title, baseUrl: url, authorize, errorCodes }, signal, limits);
      }, signal);
    },
  };
}
