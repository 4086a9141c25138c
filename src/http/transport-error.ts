import { types } from 'node:util';

/** The proxy answered, and opened no tunnel. */
const PROXY_REFUSED = 'PROXY_REFUSED';

/** No connection, no tunnel or no trusted server: then no request was sent either. */
const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_TLS',
  PROXY_REFUSED,
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function findCode(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return findCode(cause.errors[0]);
  if (!types.isNativeError(cause)) return undefined;
  // undici has no code of its own for this.
  if (cause.message.startsWith('Proxy response (')) return PROXY_REFUSED;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return findCode(cause.cause);
}

/** The connection broke, or no answer came in time. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Node's or undici's code, like `ECONNRESET`. */
  readonly code: string | undefined;
  /** `false` only where the request can't have reached the server. */
  readonly mayHaveArrived: boolean;
  /** Whether a proxy may have stood in between. */
  readonly hasProxy: boolean;

  constructor(cause: unknown, hasProxy = false) {
    super('no answer', { cause });
    this.code = findCode(cause);
    this.mayHaveArrived = this.code === undefined || !NEVER_ARRIVED.has(this.code);
    this.hasProxy = hasProxy;
  }
}

/** The answer is larger than any that the APIs give. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  readonly status: number;

  constructor(status: number, maxBytes: number) {
    super(`it is larger than ${maxBytes / 1024 / 1024} MB`);
    this.status = status;
  }
}
