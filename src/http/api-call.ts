import type { Advice } from '../errors/advice.ts';
import type { ErrorCodes, ErrorKind } from '../errors/kinds.ts';
import type { AnswerReader } from './answer-reader.ts';

/** One HTTP exchange as data: what to send, and how to read the answer of a 2xx. */
export interface ApiCall<Answer> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path segments below the endpoint; each is percent-encoded when sent. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that each attempt needs anew, for what is in it ends soon. */
  readonly freshBody?: (signal: AbortSignal) => Promise<unknown>;
  /** A header of the answer that is needed: `answer` then reads `{header, body}`. */
  readonly answerHeader?: string;
  readonly answer: AnswerReader<Answer>;
  /** What error codes mean to this call, in place of its service's own list. */
  readonly errorCodes?: ErrorCodes;
  /** What to change after a refusal, where this call knows more of it than its kind tells. */
  readonly hints?: Readonly<Partial<Record<ErrorKind, Advice>>> | undefined;
  /** For a POST that may be sent again without harm. GET and DELETE always may. */
  readonly safeToRepeat?: boolean;
  /** Whether one attempt is all that its answer is worth. */
  readonly isSentOnce?: boolean;
  /** Whether its answer only explains: a login that is refused here is no reason to renew it, nor to give up. */
  readonly isOptional?: boolean;
  /** The action that a policy has to allow for it, such as `rds:backup:create`. */
  readonly right?: string;
  /** What the call is for, after "to": `create backup "x"`. Part of every error message. */
  readonly purpose: string;
}
