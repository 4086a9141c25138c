import { BackupError } from './backup-error.ts';

export interface NetworkErrorFields {
  readonly purpose: string;
  /** `host` or `host:port` that was called. */
  readonly host: string;
  /** Node's or undici's code, like `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Whether the request can have reached the server. */
  readonly mayHaveArrived: boolean;
  /** Whether the host had answered this client before. */
  readonly hasAnswered?: boolean | undefined;
  /** `host:port` of the proxy that may have stood in between. */
  readonly proxy?: string | undefined;
  /** What the proxy did in place of opening a tunnel, like `kept silent`. */
  readonly tunnelProblem?: string | undefined;
  readonly cause: unknown;
}

const TRUST =
  'If a private CA signs this host, name its PEM file in NODE_EXTRA_CA_CERTS, in the environment of the job or the runner: Node reads it when it starts.';

const REACH = 'Check that the runner may reach this host (firewall, proxy).';
const CLOSED =
  'The connections were closed by whoever made them: keep the client and its dispatcher open until all calls have ended.';
const TUNNEL =
  'Nothing was sent. Check that HTTPS_PROXY names the right proxy, that it works, and that it may reach this host.';

/** What to do, by Node’s or undici’s code, or ours for a proxy. */
export const NETWORK_HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the region and the endpoint: this host name does not exist for the runner.',
  EAI_AGAIN: 'The runner could not ask its name server: check its network.',
  ECONNREFUSED: 'Nothing listens there: check the endpoint, its port and the runner’s network.',
  EHOSTUNREACH: REACH,
  ENETUNREACH: REACH,
  ETIMEDOUT: REACH,
  UND_ERR_CONNECT_TIMEOUT: REACH,
  UND_ERR_HEADERS_TIMEOUT: 'The host took the request and did not answer in time: try again later.',
  UND_ERR_BODY_TIMEOUT: 'The host began its answer and did not end it in time: try again later.',
  UND_ERR_HEADERS_OVERFLOW:
    'The answer’s headers take more than 128 kB, which no API here does: check the endpoint. If it is a token that is so long, log in with an access key.',
  UND_ERR_CLOSED: CLOSED,
  UND_ERR_DESTROYED: CLOSED,
  PROXY_LOGIN_REFUSED: 'The proxy wants another login: check user and password in HTTPS_PROXY.',
  PROXY_REFUSED: TUNNEL,
  PROXY_SILENT: TUNNEL,
  UND_ERR_PRX_CONN: TUNNEL,
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate there is for another host: check the endpoint.',
  CERT_HAS_EXPIRED: 'The certificate there has expired, or the runner’s clock is wrong.',
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
};

/** Codes of a certificate that is not trusted; the connection ends before anything is sent. */
export const UNTRUSTED: readonly string[] = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Codes of a connection that did not come about. */
const NO_CONNECTION: readonly string[] = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Codes that come again however often the same is sent. */
const LASTING: readonly string[] = [
  ...UNTRUSTED,
  'PROXY_LOGIN_REFUSED',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
];

function findHint({ code = '', proxy, tunnelProblem }: NetworkErrorFields): string | undefined {
  const hint = Object.hasOwn(NETWORK_HINTS, code) ? NETWORK_HINTS[code] : undefined;
  if (proxy === undefined || tunnelProblem !== undefined || hint === TRUST) return hint;
  if (/^(?:ERR_SSL_|EPROTO$|UND_ERR_PRX_TLS$)/.test(code)) {
    return `A proxy is set (${proxy}): where HTTPS_PROXY begins with https:// and the proxy speaks plain HTTP, write http:// there.`;
  }
  const first = `A proxy is set (${proxy}): check HTTPS_PROXY and NO_PROXY too.`;
  // What could not be reached is the proxy, unless NO_PROXY has the host.
  if (NO_CONNECTION.includes(code)) {
    return `A proxy is set (${proxy}), and it could not be reached: check HTTPS_PROXY, and that the proxy runs. Where NO_PROXY names the host, no proxy was asked. ${hint}`;
  }
  return [hint, first].filter(Boolean).join(' ');
}

function describe({ code, proxy, tunnelProblem }: NetworkErrorFields): string {
  if (tunnelProblem === undefined) return code ?? 'the connection broke';
  const name = proxy === undefined ? 'the proxy' : `the proxy ${proxy}`;
  return `${name} opened no tunnel, it ${tunnelProblem} (${code})`;
}

/** No answer came: refused, unresolved, reset or timed out. */
export class NetworkError extends BackupError {
  override readonly name = 'NetworkError';
  /** What the call was for, after "to". */
  readonly purpose: string;
  /** `host` or `host:port` that was called. */
  readonly host: string;
  /** Node's or undici's code, like `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Whether the request can have reached the server. */
  readonly mayHaveArrived: boolean;
  /** Whether the host had answered this client before: then its address is no typing mistake. */
  readonly hasAnswered: boolean;
  /** Whether the same comes again however often it is sent: a certificate, a proxy’s login. */
  readonly isLasting: boolean;

  /** @internal */
  constructor(fields: NetworkErrorFields) {
    super(`No answer from ${fields.host} when asked to ${fields.purpose}: ${describe(fields)}.`, {
      cause: fields.cause,
      hint: findHint(fields),
    });
    this.purpose = fields.purpose;
    this.host = fields.host;
    this.code = fields.code;
    this.mayHaveArrived = fields.mayHaveArrived;
    this.hasAnswered = fields.hasAnswered ?? false;
    this.isLasting = LASTING.includes(fields.code ?? '');
  }
}

export interface ResponseErrorFields {
  readonly title: string;
  readonly purpose: string;
  readonly status: number;
  readonly requestId: string | undefined;
  /** What is wrong with the answer, without its content. */
  readonly problem: string;
  readonly cause?: unknown;
}

/** A 2xx whose body is not what the API page promises. */
export class ResponseError extends BackupError {
  override readonly name = 'ResponseError';
  /** Who answered: `RDS`, `IAM`. */
  readonly title: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** What the cloud's support asks for. */
  readonly requestId: string | undefined;

  /** @internal */
  constructor(fields: ResponseErrorFields) {
    const id = fields.requestId ? `, request id ${fields.requestId}` : '';
    super(
      `${fields.title} was asked to ${fields.purpose} and gave an answer that can't be read: ${fields.problem} (HTTP ${fields.status}${id}).`,
      {
        cause: fields.cause,
        hint: 'Check that the endpoint is the API’s and not a proxy or a login page.',
      },
    );
    this.title = fields.title;
    this.status = fields.status;
    this.requestId = fields.requestId;
  }
}
