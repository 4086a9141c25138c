import { BackupError } from './backup-error.ts';

export interface NetworkErrorFields {
  readonly purpose: string;
  /** `host` or `host:port` that was called. */
  readonly host: string;
  /** Node's or undici's code, like `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Whether the request can have reached the server. */
  readonly mayHaveArrived: boolean;
  /** Whether a proxy may have stood in between. */
  readonly hasProxy?: boolean | undefined;
  /** Whether the host had answered this client before. */
  readonly hasAnswered?: boolean | undefined;
  readonly cause: unknown;
}

const TRUST = 'If a private CA signs this host, name its file in NODE_EXTRA_CA_CERTS.';

const HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the region and the endpoint: this host name does not exist for the runner.',
  EAI_AGAIN: 'The runner could not ask its name server: check its network.',
  ECONNREFUSED: 'Nothing listens there: check the endpoint, its port and the runner’s network.',
  UND_ERR_CONNECT_TIMEOUT: 'Check that the runner may reach this host (firewall, proxy).',
  ETIMEDOUT: 'Check that the runner may reach this host (firewall, proxy).',
  UND_ERR_HEADERS_TIMEOUT: 'The host took the request and did not answer in time: try again later.',
  UND_ERR_BODY_TIMEOUT: 'The host began its answer and did not end it in time: try again later.',
  PROXY_REFUSED:
    'The proxy opened no tunnel: check HTTPS_PROXY with its user and password, and whether the proxy may reach this host.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate there is for another host: check the endpoint.',
  CERT_HAS_EXPIRED: 'The certificate there has expired, or the runner’s clock is wrong.',
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
};

const PROXY_HINT = 'A proxy is set: check HTTPS_PROXY and NO_PROXY too.';

function findHint({ code = '', hasProxy = false }: NetworkErrorFields): string | undefined {
  const hint = Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  if (!hasProxy || code === 'PROXY_REFUSED' || hint === TRUST) return hint;
  return [hint, PROXY_HINT].filter(Boolean).join(' ');
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

  /** @internal */
  constructor(fields: NetworkErrorFields) {
    const code = fields.code ?? 'the connection broke';
    super(`No answer from ${fields.host} when asked to ${fields.purpose}: ${code}.`, {
      cause: fields.cause,
      hint: findHint(fields),
    });
    this.purpose = fields.purpose;
    this.host = fields.host;
    this.code = fields.code;
    this.mayHaveArrived = fields.mayHaveArrived;
    this.hasAnswered = fields.hasAnswered ?? false;
  }
}
