const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function findCode(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return findCode(cause.errors[0]);
  if (!(cause instanceof Error)) return undefined;
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

  constructor(cause: unknown) {
    super('no answer', { cause });
    this.code = findCode(cause);
    this.mayHaveArrived = this.code === undefined || !NEVER_ARRIVED.has(this.code);
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
