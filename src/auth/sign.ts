import { createHmac, hash } from 'node:crypto';
import type { HttpRequest } from '../http/transport.ts';
import { encodeRfc3986 } from '../runtime/text.ts';
import type { KeyProof } from './proof.ts';

export interface SigningKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** `plain` names the key alone, `scoped` also the day, a region and a service. */
type SignatureForm = 'plain' | 'scoped';

/** What a scoped signature is for; OTC's own SDK leaves both empty. */
export interface SignatureScope {
  readonly region: string;
  readonly service: string;
}

export interface SignableRequest {
  readonly method: string;
  /** As sent, percent-encoded; the canonical form adds the final `/`. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case names; all of them are signed, `x-sdk-date` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

const sha256 = (text: string) => hash('sha256', text, 'hex');

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** `20060102T150405Z`, from milliseconds since 1970. */
export function formatSdkDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

export function canonicalQuery(query: SignableRequest['query']): string {
  return query
    .map(([key, value]) => [encodeRfc3986(key), encodeRfc3986(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

const signedHeaderNames = (request: SignableRequest) => Object.keys(request.headers).sort();

export function canonicalRequest(request: SignableRequest): string {
  const names = signedHeaderNames(request);
  return [
    request.method,
    request.path.endsWith('/') ? request.path : `${request.path}/`,
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${request.headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(request.body),
  ].join('\n');
}

export function stringToSign(canonical: string, sdkDate: string, scope?: string): string {
  const middle = scope === undefined ? [sdkDate] : [sdkDate, scope];
  return [ALGORITHM, ...middle, sha256(canonical)].join('\n');
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/** The key of the scoped form: a chain over the parts of the scope. */
const scopedKey = (secretKey: string, scope: string) =>
  scope.split('/').reduce((key, part) => hmac(key, part).digest(), Buffer.from(`SDK${secretKey}`));

/**
 * The `Authorization` header of the clouds' AK/SK signature, SDK-HMAC-SHA256; scoped with `scope`.
 * Sources: support.huaweicloud.com, devg-apisign/api-sign-algorithm-001 to 005, for the plain form;
 * opentelekomcloud/gophertelekomcloud, signer_helper.go, for the scoped one.
 */
export function signRequest(
  request: SignableRequest,
  keys: SigningKeys,
  scope?: SignatureScope,
): string {
  const { accessKey, secretKey } = keys;
  const date = request.headers['x-sdk-date'] ?? '';
  const day = date.slice(0, 8);
  const path = scope && `${day}/${scope.region}/${scope.service}/sdk_request`;
  const text = stringToSign(canonicalRequest(request), date, path);
  const key = path === undefined ? secretKey : scopedKey(secretKey, path);
  const signature = hmac(key, text).digest('hex');
  const who = path === undefined ? `Access=${accessKey}` : `Credential=${accessKey}/${path}`;
  const names = signedHeaderNames(request).join(';');
  return `${ALGORITHM} ${who}, SignedHeaders=${names}, Signature=${signature}`;
}

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
  keys: KeyProof,
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

/**
 * In which form requests are signed. No page says which one OTC's database hosts take; the scoped
 * form has the witnesses, so it is the first there. A form is kept once a host has accepted it.
 */
export interface SignatureForms {
  /** The form for the next request to this host. */
  find(host: string): SignatureForm;
  /** This host has accepted it: it stays with it, and others start with it. */
  accept(host: string, form: SignatureForm): void;
  /** After a refusal at this host: whether there is another form to send the same call in. */
  change(host: string, refused: SignatureForm): boolean;
}

interface Habit {
  readonly form: SignatureForm;
  readonly isSettled: boolean;
}

const other = (form: SignatureForm): SignatureForm => (form === 'scoped' ? 'plain' : 'scoped');

/** `hasBoth`: the cloud is OTC. Everywhere else the plain form is documented, and no other. */
export function createSignatureForms(hasBoth: boolean): SignatureForms {
  const habits = new Map<string, Habit>();
  // Before anything was accepted no host has a form of its own: a key stands two refusals, not two a host.
  let start: Habit = { form: hasBoth ? 'scoped' : 'plain', isSettled: !hasBoth };
  let isAccepted = false;
  const find = (host: string) => habits.get(host)?.form ?? start.form;
  return {
    find,
    accept(host, form) {
      habits.set(host, { form, isSettled: true });
      start = { form, isSettled: !hasBoth };
      isAccepted = true;
    },
    change(host, refused) {
      // Somebody else's refusal has changed it meanwhile.
      if (find(host) !== refused) return true;
      const habit = habits.get(host) ?? start;
      if (habit.isSettled) return false;
      const changed = { form: other(refused), isSettled: true };
      if (isAccepted) habits.set(host, changed);
      else start = changed;
      return true;
    },
  };
}
