import { BackupError } from './backup-error.ts';

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
