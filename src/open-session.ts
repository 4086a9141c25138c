import { createCloudClock } from './auth/cloud-clock.ts';
import { findScope } from './auth/iam-token.ts';
import { createLogin } from './auth/login.ts';
import { listGiven } from './auth/proof-secrets.ts';
import { createProvenCalls } from './auth/proven-call.ts';
import { createSignatureForms } from './auth/signature-form.ts';
import { type BackupClientOptions, findOptionProblems } from './client-options.ts';
import { findCloud, findIamEndpoint, findStsEndpoint } from './cloud/endpoint.ts';
import { foundOrThrow } from './cloud/found-or-throw.ts';
import { parseIamUrl } from './cloud/parse-endpoint-url.ts';
import { InputError } from './errors/request-errors.ts';
import type { Transport } from './http/http-exchange.ts';
import { createSender } from './http/sender.ts';
import { createTransport, listProxySecrets } from './http/transport.ts';
import { systemClock } from './runtime/clock.ts';
import { hearSecrets, silentLog } from './runtime/log.ts';
import { Secrets } from './runtime/secrets.ts';
import { createSession, type Session } from './session.ts';

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
  const sendProven = createProvenCalls({ sender, cloudClock, forms });
  const desk = {
    sender,
    sendProven,
    cloudClock,
    hide: (secret: string) => log.secret(secret),
    findIamUrl: () => foundOrThrow(findIamEndpoint(target)).url,
    findStsUrl: () => foundOrThrow(findStsEndpoint(target)).url,
    findScope: (domainName?: string) => findScope({ projectId, projectName, region }, domainName),
  };
  const login = createLogin({ credentials, desk, log });
  const where = { target, projectId, projectName };
  const session = createSession({
    ...where,
    login,
    sendProven,
    cloudClock,
    sender,
    clock,
    random,
    log,
  });
  return { session, transport };
}
