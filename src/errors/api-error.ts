import type { Advice } from './advice.ts';
import { BackupError } from './backup-error.ts';
import type { ErrorKind } from './kinds.ts';

export interface ApiErrorFields {
  /** Who answered: `RDS`, `IAM`. */
  readonly title: string;
  readonly purpose: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The vendor's code as sent, like `DBS.201205`. */
  readonly code: string | undefined;
  /** The vendor's text, made safe to print. */
  readonly text: string | undefined;
  readonly requestId: string | undefined;
  readonly kind: ErrorKind;
  readonly hint: Advice | undefined;
  /** The answer's `Date`, in milliseconds since 1970. */
  readonly answeredAtMs?: number | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Whether the same call was sent before, and its answer was lost: it may have been done then. */
  readonly mayRepeat?: boolean | undefined;
}

function describe(fields: ApiErrorFields): string {
  const { title, purpose, method, path, code, text, status, requestId, kind } = fields;
  const said = [code, text && `"${text}"`].filter(Boolean).join(' ');
  const id = requestId ? `, request id ${requestId}` : '';
  // A call that is gone is named, so that its reader can look for it on the cloud's pages.
  const call = kind === 'routing' ? `${method} ${path}, ` : '';
  const how = `(${call}HTTP ${status}${id})`;
  if (kind === 'not-api') {
    return `Something else than ${title} answered when it was asked to ${purpose}: ${text || 'an empty answer'} ${how}.`;
  }
  // A fault refuses nothing: what it was asked for may be done all the same.
  if (kind === 'server') {
    return said === ''
      ? `${title} gave no answer when it was asked to ${purpose}: the body is empty ${how}.`
      : `${title} answered with a fault when it was asked to ${purpose}: ${said} ${how}.`;
  }
  return `${title} refused to ${purpose}: ${said || 'no reason given'} ${how}.`;
}

/** The cloud answered, and said no. Branch on `kind`; `code` and `status` are what it sent. */
export class ApiError extends BackupError {
  override readonly name = 'ApiError';
  /** Who answered: `RDS`, `IAM`. */
  readonly title: string;
  /** What the call was for, after "to". */
  readonly purpose: string;
  /** The HTTP method of the call. */
  readonly method: string;
  /** The path of the call, without host and query. */
  readonly path: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The vendor's code as sent, like `DBS.201205`. */
  readonly code: string | undefined;
  /** The vendor's text, made safe to print. */
  readonly text: string | undefined;
  /** What the cloud's support asks for. */
  readonly requestId: string | undefined;
  /** What the answer means, whatever its code and status. */
  readonly kind: ErrorKind;
  /** The answer's `Date`, in milliseconds since 1970. */
  readonly answeredAtMs: number | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether the same call was sent before, and its answer was lost: it may have been done then. */
  readonly mayRepeat: boolean;

  /** @internal */
  constructor(fields: ApiErrorFields) {
    super(describe(fields), { hint: fields.hint });
    this.title = fields.title;
    this.purpose = fields.purpose;
    this.method = fields.method;
    this.path = fields.path;
    this.status = fields.status;
    this.code = fields.code;
    this.text = fields.text;
    this.requestId = fields.requestId;
    this.kind = fields.kind;
    this.answeredAtMs = fields.answeredAtMs;
    this.retryAfterMs = fields.retryAfterMs;
    this.mayRepeat = fields.mayRepeat ?? false;
  }
}
