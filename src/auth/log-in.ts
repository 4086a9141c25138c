import type { ApiCall } from '../api-call.ts';
import type { Sender } from '../http/sender.ts';
import { orAbort } from '../or-abort.ts';
import { createAuthorize, withoutProof } from './authorize.ts';
import type { AgencyCredentials, BaseCredentials, Credentials, Proof } from './credentials.ts';
import { askByAgency, askByPassword, type Scope } from './iam-token.ts';
import { askByIdToken } from './oidc-token.ts';
import { askForAgencyKeys, askSts } from './temporary-keys.ts';

/** Where logins are asked for. The addresses are functions: most logins need neither. */
export interface LoginDesk {
  readonly sender: Sender;
  readonly findIamUrl: () => string;
  readonly findStsUrl: () => string;
  /** By the cloud's clock as far as it is known. */
  readonly findEpochMs: () => number;
  /** The project that a token shall be for; a project that is known by name needs its domain. */
  readonly findScope: (domainName?: string) => Scope;
}

interface Asking {
  readonly desk: LoginDesk;
  readonly signal: AbortSignal;
}

const askIam = ({ desk, signal }: Asking, call: ApiCall<Proof>, proof?: Proof) => {
  const { sender, findIamUrl, findEpochMs } = desk;
  const authorize = proof ? createAuthorize(proof, { findEpochMs }) : withoutProof;
  return sender.send(call, { title: 'IAM', baseUrl: findIamUrl(), authorize }, signal);
};

const askStsHost = ({ desk, signal }: Asking, call: ApiCall<Proof>) =>
  desk.sender.send(
    call,
    { title: 'STS', baseUrl: desk.findStsUrl(), authorize: withoutProof },
    signal,
  );

/** `forAgency`: the login is for its own account, since the project belongs to the other one. */
async function logInAsBase(credentials: BaseCredentials, asking: Asking, forAgency: boolean) {
  const { findScope } = asking.desk;
  const { signal } = asking;
  if (typeof credentials === 'function') return { by: await orAbort(credentials(), signal) };
  switch (credentials.kind) {
    case 'token':
    case 'keys':
      return { by: credentials };
    case 'password': {
      const { domainName } = credentials;
      const scope = forAgency ? { domainName } : findScope(domainName);
      return await askIam(asking, askByPassword(credentials, scope));
    }
    case 'oidc': {
      const idToken = await orAbort(credentials.getIdToken(), signal);
      const scope = forAgency ? undefined : findScope();
      return await askIam(asking, askByIdToken(credentials.identityProvider, idToken, scope));
    }
    case 'sts':
      return await askStsHost(
        asking,
        askSts(credentials, await orAbort(credentials.getIdToken(), signal)),
      );
  }
}

async function takeOnAgency(credentials: AgencyCredentials, asking: Asking): Promise<Proof> {
  const { base, agencyDomainName } = credentials;
  const own = await logInAsBase(base, asking, true);
  if (own.by.kind === 'keys') return await askIam(asking, askForAgencyKeys(credentials), own);
  const scope = asking.desk.findScope(agencyDomainName);
  return await askIam(asking, askByAgency(credentials, scope), own);
}

/** Turns credentials into what proves a request. @throws ApiError, NetworkError, ResponseError */
export async function logIn(
  credentials: Credentials,
  desk: LoginDesk,
  signal: AbortSignal,
): Promise<Proof> {
  const asking = { desk, signal };
  return typeof credentials !== 'function' && credentials.kind === 'agency'
    ? await takeOnAgency(credentials, asking)
    : await logInAsBase(credentials, asking, false);
}
