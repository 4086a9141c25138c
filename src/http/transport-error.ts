import { types } from 'node:util';
import { UNTRUSTED } from '../errors/transport-errors.ts';

/** Codes that undici and Node have none for: a proxy that opened no tunnel, and why. */
const TUNNEL = { refused: 'PROXY_REFUSED', login: 'PROXY_LOGIN_REFUSED', silent: 'PROXY_SILENT' };
/** The proxy closed the connection in place of an answer. */
const TUNNEL_CLOSED = 'UND_ERR_PRX_CONN';

/** No connection, no tunnel or no trusted server: then no request was sent either. */
const NEVER_ARRIVED: readonly string[] = [
  ...Object.values(TUNNEL),
  TUNNEL_CLOSED,
  'UND_ERR_PRX_TLS',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  ...UNTRUSTED,
];

/** What the system did when it failed, where nothing can have arrived yet. */
const BEFORE_CONNECTED: readonly string[] = ['connect', 'getaddrinfo'];
/** Codes that come of nothing else, for name lookups and connections that are not the system's own. */
const ONLY_BEFORE_CONNECTED: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];
/** The connections were closed, by whoever made them: before the request, or in the middle of it. */
const CLOSED: readonly string[] = ['UND_ERR_CLOSED', 'UND_ERR_DESTROYED'];

interface Fault {
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  /** The HTTP status of the proxy's answer. */
  readonly proxyStatus?: number | undefined;
}

const textOf = (error: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
};

/** The fault at the root; of a connection that was tried at several addresses, the first one's. */
function readFault(cause: unknown): Fault {
  if (!types.isNativeError(cause)) return {};
  if (cause instanceof AggregateError && cause.errors.length > 0) return readFault(cause.errors[0]);
  // undici has no code of its own for this.
  const status = /^Proxy response \((\d+)\)/.exec(cause.message)?.[1];
  if (status !== undefined) {
    return { code: status === '407' ? TUNNEL.login : TUNNEL.refused, proxyStatus: Number(status) };
  }
  const code = textOf(cause, 'code');
  return code === undefined ? readFault(cause.cause) : { code, syscall: textOf(cause, 'syscall') };
}

function isBeforeSending({ code = '', syscall }: Fault): boolean {
  if (NEVER_ARRIVED.includes(code)) return true;
  return syscall === undefined
    ? ONLY_BEFORE_CONNECTED.includes(code)
    : BEFORE_CONNECTED.includes(syscall);
}

/** What was known about an exchange when it broke. */
export interface Circumstances {
  /** Whether the request was seen to be handed to a connection that stood. */
  readonly wasSent?: boolean | undefined;
  /** Whether the connections are the client's own: a dispatcher of the caller's may not tell. */
  readonly isOwn?: boolean | undefined;
  /** `host:port` of the proxy that may have stood in between. */
  readonly proxy?: string | undefined;
}

/** The connection broke, or no answer came in time. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Node's or undici's code, like `ECONNRESET`, or one of ours for a proxy, like `PROXY_SILENT`. */
  readonly code: string | undefined;
  /** `false` only where the request can't have reached the server. */
  readonly mayHaveArrived: boolean;
  /** `host:port` of the proxy that may have stood in between. */
  readonly proxy: string | undefined;
  /** What the proxy did in place of opening a tunnel. */
  readonly tunnelProblem: string | undefined;

  constructor(cause: unknown, circumstances: Circumstances = {}) {
    super('no answer', { cause });
    const { wasSent = true, isOwn = false, proxy } = circumstances;
    const fault = readFault(cause);
    // No headers in time for a request that was never sent: they are those of the tunnel.
    const isTunnel = isOwn && !wasSent && proxy !== undefined;
    this.code = isTunnel && fault.code === 'UND_ERR_HEADERS_TIMEOUT' ? TUNNEL.silent : fault.code;
    this.proxy = proxy;
    this.tunnelProblem = describeTunnel({ ...fault, code: this.code });
    const isTold = isOwn || CLOSED.includes(fault.code ?? '');
    this.mayHaveArrived = !isBeforeSending(fault) && !(isTold && !wasSent);
  }
}

function describeTunnel({ code, proxyStatus }: Fault): string | undefined {
  if (proxyStatus !== undefined) return `answered HTTP ${proxyStatus}`;
  if (code === TUNNEL.silent) return 'kept silent';
  return code === TUNNEL_CLOSED ? 'closed the connection' : undefined;
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
