import type { Simulator } from '../../simulator/index.ts';
import { sdkHmacSignature } from '../../simulator/signature.ts';

/** In what a signed request departs from an ordinary one. */
export interface Signing {
  readonly date?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added after signing. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly signedHeaders?: readonly string[];
  /** In the scoped form, with this scope: `20261121/eu-de/gaussdb/sdk_request`. */
  readonly scope?: string;
  readonly query?: string;
  readonly body?: string;
  /** Unless told, the TaurusDB host and the account's own project. */
  readonly base?: string;
  readonly path?: string;
  readonly projectId?: string;
}

/** Sends a signed request: a list, or with a body a create, unless it names a path. */
export function signedFetch(simulator: Simulator, signing: Signing = {}): Promise<Response> {
  const { account, endpoints } = simulator;
  const { body, query = 'limit=1', accessKey = account.accessKey } = signing;
  const method = body === undefined ? 'GET' : 'POST';
  const { base = endpoints['taurusdb'], projectId = account.projectId } = signing;
  const backups = `/v3/${projectId}/backups${body === undefined ? '' : '/create'}`;
  const { path: rawPath = backups } = signing;
  const url = new URL(`${base}${rawPath}`);
  const headers: Record<string, string> = {
    'x-sdk-date': signing.date ?? '20261121T080000Z',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...signing.headers,
  };
  const request = {
    method,
    rawPath,
    rawQuery: query,
    query: {},
    headers: { ...headers, host: url.host },
    body: Buffer.from(body ?? ''),
  };
  const names = signing.signedHeaders ?? Object.keys(request.headers).sort();
  const secretKey = signing.secretKey ?? account.secretKey;
  const { scope } = signing;
  const signature = sdkHmacSignature(request, names, { secretKey, scope });
  const key = scope === undefined ? `Access=${accessKey}` : `Credential=${accessKey}/${scope}`;
  const authorization = `SDK-HMAC-SHA256 ${key}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return fetch(`${url}?${query}`, {
    method,
    headers: { ...headers, ...signing.unsigned, authorization },
    ...(body === undefined ? {} : { body }),
  });
}
