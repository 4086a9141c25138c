import type { Clock } from '../clock.ts';
import type { Authorize } from '../http/sender.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { Credentials, KeyCredentials } from './credentials.ts';
import { formatSdkDate, signRequest } from './sign.ts';

export interface AuthorizeOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Sent and signed as X-Project-Id, which reaches sub-projects; left out for IAM. */
  readonly projectId?: string | undefined;
}

function sign(request: HttpRequest, keys: KeyCredentials, { clock, projectId }: AuthorizeOptions) {
  const { method, url, body = '' } = request;
  const contentType = request.headers['content-type'];
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    host: url.host,
    'x-sdk-date': formatSdkDate(clock.epochMs()),
    ...(projectId !== undefined && { 'x-project-id': projectId }),
    ...(keys.securityToken !== undefined && { 'x-security-token': keys.securityToken }),
  };
  const query = [...url.searchParams];
  const signable = { method, path: url.pathname, query, headers, body };
  return { ...headers, authorization: signRequest(signable, keys) };
}

/** Proves each request on its own: a signature carries the moment it was made. */
export function createAuthorize(options: AuthorizeOptions): Authorize {
  const { credentials } = options;
  return (request) => {
    const proof =
      credentials.kind === 'token'
        ? { 'x-auth-token': credentials.token }
        : sign(request, credentials, options);
    return { ...request, headers: { ...request.headers, ...proof } };
  };
}
