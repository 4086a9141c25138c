import { createCloudClock, createWithAuth } from './auth/authorization.ts';
import { type Credentials, listCredentialChecks } from './auth/credentials.ts';
import { scopeOf } from './auth/iam.ts';
import { createLogin } from './auth/login.ts';
import { listGiven } from './auth/obtain.ts';
import { createResolver } from './auth/resolve.ts';
import { createSignatureForms } from './auth/sign.ts';
import { CLOUD_IDS } from './cloud/clouds.ts';
import {
  findCloud,
  findIamEndpoint,
  findStsEndpoint,
  foundOrThrow,
  parseEndpointUrl,
  parseIamUrl,
  parseServiceUrl,
} from './cloud/endpoints.ts';
import { InputError, type Problem } from './errors/request-errors.ts';
import { createSender } from './http/send.ts';
import {
  createTransport,
  type Dispatcher,
  listProxySecrets,
  type ProxySettings,
  type Timeouts,
  type Transport,
} from './http/transport.ts';
import type { CloudId, ServiceId } from './model.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import { hearSecrets, type Log, silentLog } from './runtime/log.ts';
import { Secrets } from './runtime/secrets.ts';
import { describeWrong, showValue } from './runtime/text.ts';
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

/** What is wrong with a region's name: it becomes a part of a host's name. */
export function findRegionProblem(region: string): string | undefined {
  const form = /^[a-z0-9][a-z0-9-]{0,40}$/;
  if (form.test(region)) return undefined;
  const small = region.toLowerCase();
  if (form.test(small)) return `${showValue(region)} has capitals: write ${small}`;
  const write = 'write lower-case letters, digits and -, such as eu-de';
  return describeWrong(region, { isNot: 'is not the name of a region', write });
}

export const findProjectIdProblem = (id: string): string | undefined =>
  /^[A-Za-z0-9]{32}$/.test(id)
    ? undefined
    : describeWrong(id, {
        isNot: 'is not a project id',
        write:
          'write its 32 letters and digits (My Credentials in the console), or give the project’s name',
      });

/** A program in JavaScript can give anything. */
function findTypeProblems(options: BackupClientOptions): readonly Problem[] {
  const anything: unknown = options;
  if (typeof anything !== 'object' || anything === null) {
    return [{ input: 'options', problem: 'must be an object with region and credentials' }];
  }
  const { region, projectId, projectName, iamEndpoint, stsEndpoint } = options;
  const texts = { region, projectId, projectName, iamEndpoint, stsEndpoint };
  return Object.entries(texts).flatMap(([input, value]: [string, unknown]) =>
    value === undefined || typeof value === 'string' ? [] : [{ input, problem: 'must be a text' }],
  );
}

function describeEndpoint(service: string, url: string): string | undefined {
  if (!serviceIds.some((id) => id === service)) return describeUnknownService(service);
  const parsed = parseServiceUrl(url);
  return 'problem' in parsed ? parsed.problem : undefined;
}

/** Everything that can be said about the options without asking the cloud. */
export function findOptionProblems(options: BackupClientOptions): readonly Problem[] {
  const ofTypes = findTypeProblems(options);
  if (ofTypes.length > 0) return ofTypes;
  const { cloud, region, projectId, endpoints = {}, iamEndpoint, stsEndpoint } = options;
  const checks: [string, string | undefined][] = [
    ['region', region === undefined ? undefined : findRegionProblem(region)],
    ['projectId', projectId === undefined ? undefined : findProjectIdProblem(projectId)],
    ['cloud', cloud && !CLOUD_IDS.includes(cloud) ? `must be one of ${CLOUD_IDS.join(', ')}` : ''],
    ...listCredentialChecks(options.credentials).map(
      ([name, problem]): [string, string | undefined] => [`credentials.${name}`, problem],
    ),
  ];
  for (const [service, url] of Object.entries(endpoints)) {
    checks.push([`endpoints.${service}`, describeEndpoint(service, url)]);
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

function normaliseIamEndpoint(url: string | undefined): string | undefined {
  const parsed = url === undefined ? undefined : parseIamUrl(url);
  return parsed && 'url' in parsed ? parsed.url : undefined;
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
  for (const secret of [...listGiven(credentials), ...listProxySecrets(options.proxy)]) {
    secrets.add(secret);
  }
  const log = hearSecrets(options.log ?? silentLog, (secret) => secrets.add(secret));
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
  const resolver = createResolver({ credentials, identity, log });
  const login = createLogin({ resolver, withAuth, sender, clock, log });
  const where = { target, projectId, projectName, login, cloudClock };
  const session = createSession({ ...where, sender, clock, random, log });
  return { session, transport };
}
