import type { HttpRequest } from '../http/http-exchange.ts';
import type { KeyCredentials } from './credentials.ts';
import { formatSdkDate, type SignatureForm, signRequest } from './sign.ts';

export interface SigningOptions {
  readonly form: SignatureForm;
  /** Milliseconds since 1970, by the cloud's clock as far as it is known. */
  readonly epochMs: number;
  /** Sent as X-Project-Id, which reaches sub-projects; left out for IAM. */
  readonly projectId?: string | undefined;
}

/** OTC's own SDK leaves both empty: no page says what they have to be. */
const NO_SCOPE = { region: '', service: '' };

/**
 * The request with its signature. The plain form signs X-Project-Id and X-Security-Token too; OTC's
 * own SDK, whose scoped form this is, adds the two when it has signed.
 */
export function sign(
  request: HttpRequest,
  keys: KeyCredentials,
  { form, epochMs, projectId }: SigningOptions,
): HttpRequest {
  const { method, url, body = '' } = request;
  const contentType = request.headers['content-type'];
  const always = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    host: url.host,
    'x-sdk-date': formatSdkDate(epochMs),
  };
  const added = {
    ...(projectId !== undefined && { 'x-project-id': projectId }),
    ...(keys.securityToken !== undefined && { 'x-security-token': keys.securityToken }),
  };
  const isScoped = form === 'scoped';
  const headers = isScoped ? always : { ...always, ...added };
  // Most calls have none, and an empty one takes as long to go through.
  const query = url.search === '' ? [] : [...url.searchParams];
  const signable = { method, path: url.pathname, query, headers, body };
  const authorization = signRequest(signable, keys, isScoped ? NO_SCOPE : undefined);
  return { ...request, headers: { ...request.headers, ...always, ...added, authorization } };
}
