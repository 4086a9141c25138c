import { createCloudClock, createWithAuth } from './auth/authorization.ts';
import { createLogin } from './auth/login.ts';
import { type Credentials, listCredentialProblems, readLogin } from './auth/logins/index.ts';
import { scopeOf } from './auth/project.ts';
import { createResolver } from './auth/resolve.ts';
import { createSignatureForms } from './auth/sign.ts';
import { CLOUD_IDS, findProjectIdProblem, findRegionProblem } from './cloud/clouds.ts';
import {
  findCloud,
  findIamEndpoint,
  findServiceUrlProblem,
  findStsEndpoint,
  foundOrThrow,
  normaliseIamEndpoint,
  parseEndpointUrl,
  parseIamUrl,
} from './cloud/endpoints.ts';
import { InputError, type Problem } from './errors/request-errors.ts';
import { listProxyChecks, listProxySecrets, type ProxySettings } from './http/proxy-address.ts';
import { createSender } from './http/send.ts';
import {
  createTransport,
  type Dispatcher,
  type Timeouts,
  type Transport,
} from './http/transport.ts';
import type { CloudId, ServiceId } from './model.ts';
import { guardLog } from './runtime/caller.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import { hearSecrets, type Log, silentLog } from './runtime/log.ts';
import { Secrets } from './runtime/secrets.ts';
import { describeUnknownService, serviceIds } from './services/index.ts';
import { createSession, type Session } from './session.ts';

/** Where to go, who asks, and the collaborators a test replaces. */
export interface BackupClientOptions {
  /** Default: the cloud that has the region. Needed for a region that no list has. */
  readonly cloud?: CloudId | undefined;
  /** Needed unless the endpoints and the project id are given. */
  readonly region?: string | undefined;
  /**
   * 32 letters and digits. Default: looked up by `projectName`, or else by the region's name.
   * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/project_management/querying_project_information_based_on_the_specified_criteria.html
   */
  readonly projectId?: string | undefined;
  /** The project’s name in IAM, like `eu-de` or `eu-de_shop`. */
  readonly projectName?: string | undefined;
  /** Who asks; told apart by `kind`. */
  readonly credentials: Credentials;
  /** Base URLs that replace the table's: https only, except for loopback addresses. */
  readonly endpoints?: Readonly<Partial<Record<ServiceId, string>>> | undefined;
  /** IAM's base URL, with or without `/v3`. */
  readonly iamEndpoint?: string | undefined;
  /** STS's base URL, for credentials of kind `sts`. */
  readonly stsEndpoint?: string | undefined;
  /** Proxies for https and http addresses, and the hosts that need none. Default: no proxy. */
  readonly proxy?: ProxySettings | undefined;
  /** Default: 10 s to connect, 30 s for the headers of an answer, 30 s for its body. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** The language of the cloud's error texts. Default `en-us`. */
  readonly language?: 'en-us' | 'zh-cn' | undefined;
  /** An undici dispatcher of the caller's, which the client then does not close. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Default: `systemClock`. */
  readonly clock?: Clock | undefined;
  /** From 0 up to 1, like `Math.random`, which is the default: it spreads the pauses before retries. */
  readonly random?: (() => number) | undefined;
  /** Default: silent. */
  readonly log?: Log | undefined;
}

/** What a program in JavaScript may have given, and what is said where it is something else. */
interface Shape {
  readonly is: (value: unknown) => boolean;
  readonly must: string | ((value: unknown) => string);
  readonly isNeeded?: boolean;
}

type Shapes = Readonly<Record<string, Shape>>;

const isText = (value: unknown) => typeof value === 'string';
const isFunction = (value: unknown) => typeof value === 'function';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasFunctions = (value: unknown, names: readonly string[]) =>
  isObject(value) && names.every((name) => isFunction(value[name]));
const hasOnly = (value: unknown, is: Shape['is']) =>
  isObject(value) && Object.values(value).every((one) => one === undefined || is(one));

const withFunctions = (...names: readonly string[]): Shape => ({
  is: (value) => hasFunctions(value, names),
  must: `must be an object with ${names.join(', ')}`,
});
const needed = (shape: Shape): Shape => ({ ...shape, isNeeded: true });

const text: Shape = { is: isText, must: 'must be a text' };
const filled: Shape = {
  is: (value) => isText(value) && value !== '',
  must: (value) => (value === '' ? 'is empty' : 'must be a text'),
};
const id = needed(filled);
const texts = (what: string): Shape => ({
  is: (value) => hasOnly(value, isText),
  must: `must be an object with texts: ${what}`,
});
const flag: Shape = { is: (value) => typeof value === 'boolean', must: 'must be true or false' };
const callback: Shape = { is: isFunction, must: 'must be a function' };
const signal: Shape = {
  is: (value) => hasFunctions(value, ['addEventListener', 'throwIfAborted']),
  must: 'must be an AbortSignal',
};
const ids: Shape = {
  is: (value) => Array.isArray(value) && value.every(isText),
  must: 'must be a list of ids',
};
const service = needed({
  is: (value) => serviceIds.some((id) => id === value),
  must: describeUnknownService,
});
const oneOf = (...words: readonly string[]): Shape => ({
  is: (value) => words.some((word) => word === value),
  must: `must be one of ${words.join(', ')}`,
});

const ofClient: Shapes = {
  cloud: oneOf(...CLOUD_IDS),
  ...{ region: text, projectId: text, projectName: text, iamEndpoint: text, stsEndpoint: text },
  endpoints: texts('a URL for each service'),
  proxy: texts('https, http and no'),
  timeouts: {
    is: (value) => hasOnly(value, (ms) => Number.isFinite(ms) && Number(ms) > 0),
    must: 'must be an object with milliseconds, more than 0: connectMs, headersMs, bodyMs',
  },
  language: oneOf('en-us', 'zh-cn'),
  dispatcher: withFunctions('dispatch'),
  clock: withFunctions('monotonicMs', 'epochMs', 'sleep', 'signalAfter'),
  random: callback,
  log: withFunctions('debug', 'info', 'warning', 'secret'),
};

/** By the names of the calls' arguments; numbers are checked where they are used. */
const ARGUMENTS: Readonly<Record<string, Shapes>> = {
  options: {
    signal,
    ...{ reuseExisting: flag, hasUniqueName: flag, hasUniqueDescription: flag },
    ...{ wait: flag, failFast: flag },
    ...{ onAccepted: callback, onProgress: callback, onSettled: callback },
    instanceName: filled,
  },
  query: { service, instanceId: filled, name: filled },
  filter: { service, instanceId: filled, type: oneOf('manual', 'auto') },
  ref: { service, id, instanceId: filled },
  target: { service, instanceId: id },
  completed: { service, id, instanceId: id },
  rule: { isOurs: needed(callback), stay: ids },
  backup: {
    ...{ service, id, name: needed(text), instanceId: id },
    ...{ jobId: text, beginTime: text, acceptedAt: text },
  },
};

/** Each wrong field by its own name; what is no object by the argument’s. */
function findArgumentProblems(name: string, value: unknown, shapes: Shapes): readonly Problem[] {
  if (!isObject(value)) {
    const fields = Object.keys(shapes).filter((field) => shapes[field]?.isNeeded);
    const what = fields.length > 0 ? ` with ${fields.join(', ')}` : '';
    return [{ input: name, problem: `must be an object${what}` }];
  }
  return Object.entries(shapes).flatMap(([input, { is, must, isNeeded = false }]) => {
    const field = value[input];
    if (field === undefined ? !isNeeded : is(field)) return [];
    return [{ input, problem: typeof must === 'string' ? must : must(field) }];
  });
}

const LISTS: Readonly<Record<string, string>> = { orders: 'order', backups: 'backup' };

/** @throws InputError with every problem of a call's arguments, which are told by their names */
export function checkArguments(given: Readonly<Record<string, unknown>>): void {
  const problems = Object.entries(given).flatMap(([name, value]) => {
    const one = LISTS[name];
    if (one === undefined) return findArgumentProblems(name, value, ARGUMENTS[name] ?? {});
    if (!Array.isArray(value)) return [{ input: name, problem: `must be a list: [${one}, …]` }];
    // Orders are checked where they are used.
    const shapes = ARGUMENTS[one] ?? {};
    if (one === 'order') return [];
    return Array.from<unknown>(value).flatMap((entry, at) =>
      findArgumentProblems(one, entry, shapes).map(({ input, problem }) => ({
        input: input === one ? `${name}.${at}` : `${name}.${at}.${input}`,
        problem,
      })),
    );
  });
  if (problems.length > 0) throw new InputError(problems);
}

/** A program in JavaScript can give anything. */
const findTypeProblems = (options: unknown): readonly Problem[] =>
  isObject(options)
    ? findArgumentProblems('options', options, ofClient)
    : [{ input: 'options', problem: 'must be an object with region and credentials' }];

/** Everything that can be said about the options without asking the cloud. */
export function findOptionProblems(options: BackupClientOptions): readonly Problem[] {
  const ofTypes = findTypeProblems(options);
  if (ofTypes.length > 0) return ofTypes;
  const { region, projectId, endpoints = {}, iamEndpoint, stsEndpoint } = options;
  const checks: [string, string | undefined][] = [
    ['region', region === undefined ? undefined : findRegionProblem(region)],
    ['projectId', projectId === undefined ? undefined : findProjectIdProblem(projectId)],
    ...listProxyChecks(options.proxy),
    ...listCredentialProblems(options.credentials).map(([name, problem]): [string, string] => [
      `credentials.${name}`,
      problem,
    ]),
  ];
  for (const [service, url] of Object.entries(endpoints)) {
    checks.push([`endpoints.${service}`, findServiceUrlProblem(service, url)]);
  }
  const iam = iamEndpoint === undefined ? undefined : parseIamUrl(iamEndpoint);
  if (iam !== undefined && 'problem' in iam) checks.push(['iamEndpoint', iam.problem]);
  const sts = stsEndpoint === undefined ? undefined : parseEndpointUrl(stsEndpoint);
  if (sts !== undefined && 'problem' in sts) checks.push(['stsEndpoint', sts.problem]);
  return checks.flatMap(([input, problem]) => (problem ? [{ input, problem }] : []));
}

/** A session, and the connections that it has to itself. */
export interface OpenSession {
  readonly session: Session;
  readonly transport: Transport;
}

/** Puts a session together; nothing is sent yet. @throws InputError with every problem of the options */
export function openSession(options: BackupClientOptions): OpenSession {
  const problems = findOptionProblems(options);
  if (problems.length > 0) throw new InputError(problems);
  const { clock = systemClock, random = Math.random } = options;
  const { cloud, region, endpoints, stsEndpoint, projectId, projectName, credentials } = options;
  const { language = 'en-us' } = options;
  const iamEndpoint = normaliseIamEndpoint(options.iamEndpoint);
  const secrets = new Secrets();
  const callerLogin = readLogin(credentials);
  for (const secret of [...callerLogin.secrets, ...listProxySecrets(options.proxy)]) {
    secrets.add(secret);
  }
  const log = hearSecrets(guardLog(options.log ?? silentLog), (secret) => secrets.add(secret));
  const transport = createTransport(options);
  const sender = createSender({ transport, clock, random, log, secrets, language });
  const target = { cloud, region, endpoints, iamEndpoint, stsEndpoint };
  const cloudClock = createCloudClock(clock, log);
  const forms = createSignatureForms(findCloud(target) === 'otc');
  const withAuth = createWithAuth({ cloudClock, forms });
  const identity = {
    sender,
    withAuth,
    cloudClock,
    hide: (secret: string) => log.secret(secret),
    iamUrl: () => foundOrThrow(findIamEndpoint(target)).url,
    stsUrl: () => foundOrThrow(findStsEndpoint(target)).url,
    scopeOf: (domainName?: string) => scopeOf({ projectId, projectName, region }, domainName),
  };
  const resolver = createResolver({ login: callerLogin, identity, log });
  const login = createLogin({ resolver, withAuth, sender, clock, log });
  const where = { target, projectId, projectName, login, cloudClock };
  const session = createSession({ ...where, sender, clock, random, log });
  return { session, transport };
}
