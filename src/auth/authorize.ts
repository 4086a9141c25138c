import type { HttpRequest } from '../http/http-exchange.ts';
import type { Authorize } from '../http/sender.ts';
import type { KeyCredentials, Proof } from './credentials.ts';
import { formatSdkDate, signRequest } from './sign.ts';

export interface AuthorizeOptions {
  /** Milliseconds since 1970, by the cloud's clock as far as it is known. */
  readonly findEpochMs: () => number;
  /** Sent and signed as X-Project-Id, which reaches sub-projects; left out for IAM. */
  readonly projectId?: string | undefined;
}

function sign(request: HttpRequest, keys: KeyCredentials, options: AuthorizeOptions) {
  const { method, url, body = '' } = request;
  const { projectId, findEpochMs } = options;
  const contentType = request.headers['content-type'];
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    host: url.host,
    'x-sdk-date': formatSdkDate(findEpochMs()),
    ...(projectId !== undefined && { 'x-project-id': projectId }),
    ...(keys.securityToken !== undefined && { 'x-security-token': keys.securityToken }),
  };
  // Most calls have none, and an empty one takes as long to go through.
  const query = url.search === '' ? [] : [...url.searchParams];
  const signable = { method, path: url.pathname, query, headers, body };
  return { ...headers, authorization: signRequest(signable, keys) };
}

/** Proves each request on its own: a signature carries the moment it was made. */
export function createAuthorize({ by }: Proof, options: AuthorizeOptions): Authorize {
  return (request) => {
    const proof = by.kind === 'token' ? { 'x-auth-token': by.token } : sign(request, by, options);
    return { ...request, headers: { ...request.headers, ...proof } };
  };
}

/** For the calls that log in: they carry their proof in the body. */
export const withoutProof: Authorize = (request) => request;
