import { ApiError } from '../errors/api-error.ts';
import { LoginError } from '../errors/request-errors.ts';
import { findDateMs } from '../http/answer.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { Sender } from '../http/send.ts';
import type { HttpRequest, HttpResponse } from '../http/transport.ts';
import { abortable, InterruptedError } from '../runtime/abort.ts';
import { describeThrown } from '../runtime/caller.ts';
import type { CloudClock, WithAuth } from './authorization.ts';
import {
  type AgencyCredentials,
  type BaseCredentials,
  type Credentials,
  type KeyCredentials,
  type OidcCredentials,
  parseGiven,
  parseIdToken,
  type ResolvedCredentials,
  type StsCredentials,
} from './credentials.ts';
import { askByAgency, askByIdToken, askByPassword, type Scope } from './iam.ts';
import { askForAgencyKeys, askSts } from './temporary-keys.ts';

/** Where logins are asked for. The addresses are functions: most logins need neither. */
export interface IdentityEndpoints {
  readonly sender: Sender;
  /** For the calls of somebody who is logged in already. */
  readonly withAuth: WithAuth;
  readonly cloudClock: CloudClock;
  readonly iamUrl: () => string;
  readonly stsUrl: () => string;
  /** Hears each secret on the way that proves no request itself. */
  readonly hide: (secret: string) => void;
  /** The project that a token shall be for; a project that is known by name needs its domain. */
  readonly scopeOf: (domainName?: string) => Scope;
}

interface Asking {
  readonly identity: IdentityEndpoints;
  readonly signal: AbortSignal;
}

function ask(
  { identity, signal }: Asking,
  title: 'IAM' | 'STS',
  call: ApiCall<ResolvedCredentials>,
) {
  const { sender, cloudClock, iamUrl, stsUrl } = identity;
  const baseUrl = title === 'IAM' ? iamUrl() : stsUrl();
  // What proves these calls is in their body. A token's end is the cloud's time: ours may be off.
  const authorize = (request: HttpRequest) => ({
    request,
    learn({ headers }: HttpResponse) {
      cloudClock.note(findDateMs(headers));
      return false;
    },
  });
  return sender.send(call, { title, baseUrl, authorize }, signal, { precedence: 'login' });
}

/** What a function of the caller's gives; it may be no promise, or one of another realm. @throws an Error */
async function answerOf(give: () => unknown): Promise<unknown> {
  try {
    return await give();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error(describeThrown(thrown), { cause: thrown });
  }
}

async function getIdToken(from: OidcCredentials | StsCredentials, { identity, signal }: Asking) {
  const idToken = parseIdToken(
    await abortable(
      answerOf(() => from.getIdToken()),
      signal,
    ),
  );
  identity.hide(idToken);
  return idToken;
}

/** `forAgency`: the login is for its own account, since the project belongs to the other one. */
async function obtainBase(credentials: BaseCredentials, asking: Asking, forAgency: boolean) {
  const { scopeOf } = asking.identity;
  const { signal } = asking;
  if (typeof credentials === 'function') {
    return { by: parseGiven(await abortable(answerOf(credentials), signal)) };
  }
  switch (credentials.kind) {
    case 'token':
    case 'keys':
      return { by: credentials };
    case 'password': {
      const { domainName } = credentials;
      const scope = forAgency ? { domainName } : scopeOf(domainName);
      return await ask(asking, 'IAM', askByPassword(credentials, scope));
    }
    case 'oidc': {
      const idToken = await getIdToken(credentials, asking);
      const scope = forAgency ? undefined : scopeOf();
      return await ask(asking, 'IAM', askByIdToken(credentials.identityProvider, idToken, scope));
    }
    case 'sts': {
      const idToken = await getIdToken(credentials, asking);
      return await ask(asking, 'STS', askSts(credentials, idToken));
    }
  }
}

async function assumeAgency(
  credentials: AgencyCredentials,
  own: ResolvedCredentials,
  asking: Asking,
) {
  const { identity, signal } = asking;
  const call =
    own.by.kind === 'keys'
      ? askForAgencyKeys(credentials)
      : askByAgency(credentials, identity.scopeOf(credentials.agencyDomainName));
  const baseUrl = identity.iamUrl();
  const auth = identity.withAuth({ baseUrl });
  const authorize = (request: HttpRequest) => ({
    request: auth.authorize(request, own),
    learn: (response: HttpResponse) => auth.learn(response).isFixed,
  });
  const to = { title: 'IAM', baseUrl, authorize };
  return await identity.sender.send(call, to, signal, { precedence: 'login' });
}

/** Turns credentials into what proves a request. @throws LoginError, or the signal's reason */
export async function obtainCredentials(
  credentials: Credentials,
  identity: IdentityEndpoints,
  signal: AbortSignal,
): Promise<ResolvedCredentials> {
  const asking = { identity, signal };
  const explain = (hint: string, refusals?: readonly number[]) => (cause: unknown) => {
    if (cause instanceof InterruptedError) throw cause;
    signal.throwIfAborted();
    throw cause instanceof LoginError ? cause : LoginError.from(cause, hint, refusals);
  };
  if (typeof credentials === 'function' || credentials.kind !== 'agency') {
    const explained = explain(loginHintFor(credentials));
    return await obtainBase(credentials, asking, false).catch(explained);
  }
  const { base } = credentials;
  const own = await obtainBase(base, asking, true).catch(explain(loginHintFor(base)));
  for (const secret of listSecrets(own)) identity.hide(secret);
  return await assumeAgency(credentials, own, asking).catch((cause: unknown) => {
    const isOfBase = cause instanceof ApiError && cause.kind === 'login' && isUntried(base);
    const hint = isOfBase ? refusalHintFor(base, { text: cause.text }) : loginHintFor(credentials);
    return explain(hint, [401, 403, 404])(cause);
  });
}

/** What was given as it is meets the cloud for the first time when an agency is assumed; what IAM gave is good. */
const isUntried = (credentials: BaseCredentials) =>
  typeof credentials === 'function' || ['token', 'keys'].includes(credentials.kind);

const HINTS = {
  function: 'The function that gives the credentials gave some that the cloud does not accept.',
  token:
    'The token is wrong, of another project, or has ended (it lives for 24 hours at most). It can’t be renewed: get a new one, for this project.',
  keys: 'Check that accessKey and secretKey belong together and to an account of this cloud, and that the key is not disabled. A temporary key needs its securityToken too, and ends with it.',
  password:
    'IAM says the same of a wrong password and of an unknown project: check username, password and domainName, and that the project exists and the user may use it.',
  oidc: 'Check identityProvider, the audience, the provider’s conversion rules, and that its stored key set is the present one of GitHub, or of whichever server runs the job: the cloud does not fetch new keys by itself.',
  sts: 'Check agencyUrn and providerUrn, the audience, and the conditions of the agency’s trust policy.',
  agency:
    'Check agencyName and agencyDomainName, and that the login may assume agencies (Agent Operator).',
} as const;

/** What to change when this way to log in is refused. */
export const loginHintFor = (credentials: Credentials): string =>
  HINTS[typeof credentials === 'function' ? 'function' : credentials.kind];

/** What gateways say of a key (“Common Errors Related to IAM Authentication Information”), and what to change then. */
const KEY_HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /reach the limit/,
    'Too many wrong signatures in a row have locked this access key for five minutes. Check secretKey: it must belong to accessKey. Then wait until the five minutes are over.',
  ],
  [
    /Get secretKey failed|ak not exist/,
    'Check accessKey: the cloud does not know it. It is mistyped, disabled or deleted, or of an account of another cloud.',
  ],
  [
    /signature fail/,
    'Check secretKey: the cloud knows accessKey, and this is not the secret key that belongs to it. Five wrong signatures in a row lock the key for five minutes.',
  ],
];

const ISSUED =
  'The login itself worked; what it gave is refused here. Check that region, project and endpoint are of one cloud and account.';

/** Of what was given as it is: only an end of its own explains that it was accepted before. */
const ENDED = {
  token:
    'The token was accepted before, so most likely it has ended (it lives for 24 hours at most). It can’t be renewed: get a new one that outlives the wait, or log in another way.',
  keys: 'The securityToken has most likely ended, and its temporary key with it, for both were accepted before: get new ones that outlive the wait.',
} as const;

const TEMPORARY =
  'Check securityToken: it must be the one that came with accessKey and secretKey, and it ends with them.';

interface RefusedUse {
  /** The words of the refusal. */
  readonly text?: string | undefined;
  /** Whether the same was accepted before. */
  readonly wasAccepted?: boolean;
}

function keyHintFor({ securityToken }: KeyCredentials, { text = '', wasAccepted }: RefusedUse) {
  const [, hint] = KEY_HINTS.find(([words]) => words.test(text)) ?? [text, HINTS.keys];
  if (securityToken === undefined) return hint;
  return wasAccepted ? ENDED.keys : `${TEMPORARY} ${hint}`;
}

/** What to change where what proves requests is refused. */
export function refusalHintFor(credentials: Credentials, use: RefusedUse): string {
  if (typeof credentials === 'function') return HINTS.function;
  if (credentials.kind === 'keys') return keyHintFor(credentials, use);
  if (credentials.kind !== 'token') return ISSUED;
  return use.wasAccepted ? ENDED.token : HINTS.token;
}

/** Everything of it that nobody may read. */
export function listSecrets({ by }: ResolvedCredentials): readonly string[] {
  if (by.kind === 'token') return [by.token];
  return [by.accessKey, by.secretKey, by.securityToken ?? ''].filter(Boolean);
}

/** What a caller gave that nobody may read; what is asked for later is not there yet. */
export function listGiven(credentials: Credentials): readonly string[] {
  if (typeof credentials === 'function') return [];
  switch (credentials.kind) {
    case 'token':
    case 'keys':
      return listSecrets({ by: credentials });
    case 'password':
      return [credentials.password];
    case 'agency':
      return listGiven(credentials.base);
    case 'oidc':
    case 'sts':
      return [];
  }
}

/** Whether a login gave the key that there was before: then it is refused again. */
export const isSameKey = (one: ResolvedCredentials, other: ResolvedCredentials): boolean =>
  one.by.kind === 'keys' && String(listSecrets(one)) === String(listSecrets(other));
