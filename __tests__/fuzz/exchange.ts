import fc from 'fast-check';
import { ApiError } from '../../src/errors/api-error.ts';
import { ResponseError } from '../../src/errors/transport-errors.ts';
import { readAnswer } from '../../src/http/answer.ts';
import type { ApiCall } from '../../src/http/api-call.ts';
import { Secrets } from '../../src/runtime/secrets.ts';
import { isLine } from './answer-contract.ts';
import { oddText } from './odd-values.ts';

/** Headers that are read, with anything in them. */
export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'x-request-id',
        'x-iam-trace-id',
        'x-openstack-request-id',
        'x-subject-token',
        'date',
        'retry-after',
        'content-type',
        '__proto__',
      ),
      fc.oneof(oddText, fc.constantFrom('Wed, 21 Oct 2015 07:28:00 GMT', '120', '-1', '1e9')),
    ),
    { maxLength: 5 },
  )
  .map((entries) => Object.fromEntries(entries));

export const oddStatus = fc.oneof(
  fc.constantFrom(200, 201, 202, 204, 400, 401, 403, 404, 409, 429, 500, 503),
  fc.integer({ min: 100, max: 999 }),
);

const isNumber = (value: unknown) =>
  value === undefined || (Number.isFinite(value) && typeof value === 'number');

function findErrorBreaches(error: unknown): readonly string[] {
  if (!(error instanceof ApiError || error instanceof ResponseError)) return [`threw ${error}`];
  const optional = error instanceof ApiError ? [error.code, error.text] : [];
  const texts = [error.message, error.hint, error.requestId, ...optional];
  const unsafe = texts.filter((text) => text !== undefined && !isLine(text));
  if (error.message.length > 1_500) unsafe.push('a message without end');
  if (!(error instanceof ApiError)) return unsafe.map(String);
  const retryMs = error.retryAfterMs ?? 0;
  const numbers = isNumber(error.answeredAtMs) && isNumber(error.retryAfterMs) && retryMs >= 0;
  return [...unsafe.map(String), ...(numbers ? [] : ['a time that is none'])];
}

export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads one exchange: an answer, or one of the two errors with nothing unsafe in it. */
export function readExchange(call: ApiCall<unknown>, { status, headers, body }: Exchange) {
  try {
    const answer = readAnswer(
      { status, headers, body },
      { call, title: 'RDS', pathOf: () => '/v3/backups', secrets: new Secrets(), epochMs: 0 },
    ).answer();
    return { answer, breaches: [] };
  } catch (error) {
    return { error, breaches: findErrorBreaches(error) };
  }
}
