import type { ApiCall } from './api-call.ts';
import { createAuthorize } from './auth/authorize.ts';
import type { Credentials } from './auth/credentials.ts';
import { listProjects, pickProject } from './auth/find-project.ts';
import type { Clock } from './clock.ts';
import type { CloudId } from './cloud/cloud.ts';
import {
  type Found,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
  type Target,
} from './cloud/endpoint.ts';
import { InputError } from './errors/input-error.ts';
import type { Sender } from './http/sender.ts';
import type { Log } from './log.ts';
import { getService, type ServiceId } from './services/index.ts';

export interface SessionOptions {
  readonly target: Target;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly credentials: Credentials;
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
  /** The project's id, looked up once if it was not given. @throws LookupError */
  findProjectId(signal: AbortSignal): Promise<string>;
  send<Answer>(service: ServiceId, call: ApiCall<Answer>, signal: AbortSignal): Promise<Answer>;
}

function orThrow<Value>(result: Found<Value>): Value {
  if ('problem' in result) throw new InputError([result.problem]);
  return result.found;
}

export function createSession(options: SessionOptions): Session {
  const { target, credentials, sender, clock, random, log } = options;
  const warned = new Set<string>();
  let projectId = options.projectId;

  async function lookUpProject(signal: AbortSignal): Promise<string> {
    const name = options.projectName ?? target.region;
    if (name === undefined) {
      const problem = 'is required: give it, the project’s name or the region';
      throw new InputError([{ input: 'projectId', problem }]);
    }
    const { url } = orThrow(findIamEndpoint(target));
    const authorize = createAuthorize({ credentials, clock });
    const iam = { title: 'IAM', baseUrl: url, authorize };
    const found = pickProject(name, await sender.send(listProjects(name), iam, signal));
    log.info(`Project ${name} is ${found}.`);
    return found;
  }

  return {
    clock,
    random,
    log,
    cloud: findCloud(target),
    async findProjectId(signal) {
      projectId ??= await lookUpProject(signal);
      return projectId;
    },
    async send(serviceId, call, signal) {
      const { title, errorCodes } = getService(serviceId);
      const { url, warning } = orThrow(findServiceEndpoint(serviceId, target));
      if (warning !== undefined && !warned.has(warning)) log.warning(warning);
      if (warning !== undefined) warned.add(warning);
      const authorize = createAuthorize({ credentials, clock, projectId });
      return await sender.send(call, { title, baseUrl: url, authorize, errorCodes }, signal);
    },
  };
}
