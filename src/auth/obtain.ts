import { ApiError } from '../errors/api-error.ts';
import { LoginError } from '../errors/request-errors.ts';
import { findDateMs } from '../http/answer.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { Exchange, Sender } from '../http/send.ts';
import { abortable, InterruptedError } from '../runtime/abort.ts';
import type { CloudClock } from './cloud-clock.ts';
import {
  type AgencyCredentials,
  type BaseCredentials,
  type Credentials,
  type OidcCredentials,
  type Proof,
  parseGiven,
  parseIdToken,
  type StsCredentials,
} from './credentials.ts';
import { askByAgency, askByIdToken, askByPassword, type Scope } from './iam.ts';
import { listSecrets } from './proof-secrets.ts';
import type { SendProven } from './proven-call.ts';
import { askForAgencyKeys, askSts } from './temporary-keys.ts';

/** Where logins are asked for. The addresses are functions: most logins need neither. */
export interface LoginDesk {
  /** For the calls that carry their proof in the body. */
  readonly sender: Sender;
  /** For those that somebody makes who has a proof already. */
  readonly sendProven: SendProven;
  readonly cloudClock: CloudClock;
  readonly findIamUrl: () => string;
  readonly findStsUrl: () => string;
  /** Hears each secret on the way that is not the proof itself. */
  readonly hide: (secret: string) => void;
  /** The project that a token shall be for; a project that is known by name needs its domain. */
  readonly findScope: (domainName?: string) => Scope;
}

interface Asking {
  readonly desk: LoginDesk;
  readonly signal: AbortSignal;
}

function ask({ desk, signal }: Asking, title: 'IAM' | 'STS', call: ApiCall<Proof>) {
  const { sender, cloudClock, findIamUrl, findStsUrl } = desk;
  const baseUrl = title === 'IAM' ? findIamUrl() : findStsUrl();
  // A token's end is the cloud's time: ours may be off.
  const around = async (exchange: Exchange) => {
    const response = await exchange();
    cloudClock.note(findDateMs(response.headers));
    return response;
  };
  return sender.send(call, { title, baseUrl, authorize: (request) => request, around }, signal);
}

async function getIdToken(from: OidcCredentials | StsCredentials, { desk, signal }: Asking) {
  const idToken = parseIdToken(await abortable(from.getIdToken(), signal));
  desk.hide(idToken);
  return idToken;
}

/** `forAgency`: the login is for its own account, since the project belongs to the other one. */
async function logInAsBase(credentials: BaseCredentials, asking: Asking, forAgency: boolean) {
  const { findScope } = asking.desk;
  const { signal } = asking;
  if (typeof credentials === 'function') {
    return { by: parseGiven(await abortable(credentials(), signal)) };
  }
  switch (credentials.kind) {
    case 'token':
    case 'keys':
      return { by: credentials };
    case 'password': {
      const { domainName } = credentials;
      const scope = forAgency ? { domainName } : findScope(domainName);
      return await ask(asking, 'IAM', askByPassword(credentials, scope));
    }
    case 'oidc': {
      const idToken = await getIdToken(credentials, asking);
      const scope = forAgency ? undefined : findScope();
      return await ask(asking, 'IAM', askByIdToken(credentials.identityProvider, idToken, scope));
    }
    case 'sts': {
      const idToken = await getIdToken(credentials, asking);
      return await ask(asking, 'STS', askSts(credentials, idToken));
    }
  }
}

async function takeOnAgency(credentials: AgencyCredentials, own: Proof, asking: Asking) {
  const { desk, signal } = asking;
  const call =
    own.by.kind === 'keys'
      ? askForAgencyKeys(credentials)
      : askByAgency(credentials, desk.findScope(credentials.agencyDomainName));
  const to = { title: 'IAM', baseUrl: desk.findIamUrl(), findProof: async () => own };
  return await desk.sendProven(call, to, signal);
}

/** Turns credentials into what proves a request. @throws LoginError, or the signal's reason */
export async function logIn(
  credentials: Credentials,
  desk: LoginDesk,
  signal: AbortSignal,
): Promise<Proof> {
  const asking = { desk, signal };
  const explain = (hint: string, refusals?: readonly number[]) => (cause: unknown) => {
    if (cause instanceof InterruptedError) throw cause;
    signal.throwIfAborted();
    throw cause instanceof LoginError ? cause : LoginError.from(cause, hint, refusals);
  };
  if (typeof credentials === 'function' || credentials.kind !== 'agency') {
    const explained = explain(findLoginHint(credentials));
    return await logInAsBase(credentials, asking, false).catch(explained);
  }
  const { base } = credentials;
  const baseHint = findLoginHint(base);
  const own = await logInAsBase(base, asking, true).catch(explain(baseHint));
  for (const secret of listSecrets(own)) desk.hide(secret);
  const agencyHint = findLoginHint(credentials);
  return await takeOnAgency(credentials, own, asking).catch((cause: unknown) => {
    const isUnproven = cause instanceof ApiError && cause.status === 401;
    const hint = isUnproven ? `${baseHint} ${agencyHint}` : agencyHint;
    return explain(hint, [401, 403, 404])(cause);
  });
}

const HINTS = {
  function: 'The function that gives the credentials gave some that the cloud does not accept.',
  token: 'The token is wrong or has ended. It can’t be renewed: get a new one, for this project.',
  keys: 'Check that access_key and secret_key belong together and to an account of this cloud, and the security token if there is one.',
  password:
    'IAM says the same of a wrong password and of an unknown project: check username, password and domain_name, and that the project exists and the user may use it.',
  oidc: 'Check identity_provider, the audience, the provider’s conversion rules, and that its stored key set is GitHub’s present one: the cloud does not fetch new keys by itself.',
  sts: 'Check agency_urn and provider_urn, the audience, and the conditions of the agency’s trust policy.',
  agency:
    'Check agency_name and agency_domain_name, and that the login may take on agencies (Agent Operator).',
} as const;

/** What to change when this way to log in is refused. */
export const findLoginHint = (credentials: Credentials): string =>
  HINTS[typeof credentials === 'function' ? 'function' : credentials.kind];
