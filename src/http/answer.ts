import * as v from 'valibot';
import type { Advice } from '../errors/advice.ts';
import { ApiError } from '../errors/api-error.ts';
import { type ErrorCodes, type ErrorKind, errorKindOf, findErrorHint } from '../errors/kinds.ts';
import { ResponseError } from '../errors/transport-errors.ts';
import { MASK, type Secrets } from '../runtime/secrets.ts';
import { cleanCloudText, withoutCanonicalRequest } from '../runtime/text.ts';
import { anyAnswer, type ShowText } from './answer-reader.ts';
import type { ApiCall } from './api-call.ts';
import { parseHttpDate } from './http-date.ts';
import { readRetryAfter } from './retry.ts';
import type { HttpResponse } from './transport.ts';

export interface Asked<Answer> {
  readonly call: ApiCall<Answer>;
  /** Who was asked: `RDS`, `IAM`. */
  readonly title: string;
  /** Asked only where something went wrong. */
  readonly pathOf: () => string;
  readonly errorCodes?: ErrorCodes | undefined;
  /** What to change where it refuses the login, by its words. */
  readonly loginHint?: ((text: string | undefined) => Advice) | undefined;
  /** What the answer may echo and nobody may read. */
  readonly secrets: Secrets;
  /** When the answer came, by our own clock. */
  readonly epochMs: number;
  /** Whether an answer to the same call was lost before this one. */
  readonly mayRepeat?: boolean;
}

/** Beside the hints of what the API says: this is said by the server before it has read the request. */
const HEADERS_TOO_LARGE =
  'The request’s headers are too long for this host, most likely because of the token: log in with an access key, or give the user fewer roles and projects.';

const REQUEST_ID_HEADERS = ['x-request-id', 'x-iam-trace-id', 'x-openstack-request-id'];

function findRequestId(headers: HttpResponse['headers'], secrets: Secrets): string | undefined {
  const id = REQUEST_ID_HEADERS.map((name) => headers[name]).find(Boolean);
  return id === undefined ? undefined : cleanCloudText(secrets.hide(id), 120);
}

/** The answer's `Date`, in milliseconds since 1970. */
export const findDateMs = ({ date = '' }: HttpResponse['headers']): number | undefined =>
  parseHttpDate(date);

function parseBody(body: string): unknown {
  return body.trim() === '' ? undefined : JSON.parse(body);
}

/** Who answered in the API's place, as far as the answer tells: never a query, which may hold a login. */
function describeStranger(
  { location, server }: HttpResponse['headers'],
  secrets: Secrets,
  text = '',
): string {
  const target = location === undefined ? null : URL.parse(location);
  const where = target === null ? '' : `a redirect to ${target.origin}${target.pathname}`;
  const who = server === undefined ? '' : `server ${server}`;
  return cleanCloudText(secrets.hide([where, text, who].filter(Boolean).join(', ')), 300);
}

/** A page is not the API's word, whatever its status: a proxy or a login page wrote it. */
const isPage = ({ headers, body }: HttpResponse) =>
  headers['content-encoding'] === undefined
    ? looksLikeMarkup(body)
    : /html/i.test(headers['content-type'] ?? '');

/** What a refusal says, made safe to print, and what that means. */
export interface SaidRefusal extends ErrorBody {
  readonly kind: ErrorKind;
}

/** An answer, read once: the login is judged by it, and the call's result is made of it. */
export interface Reading<Answer> {
  readonly status: number;
  /** The body as it came. */
  readonly body: string;
  /** Whether a page stands in place of an answer. */
  readonly isPage: boolean;
  /** The answer's `Date`, in milliseconds since 1970. */
  readonly answeredAtMs: number | undefined;
  /** What an answer that is no 2xx says. */
  readonly refusal: SaidRefusal | undefined;
  /** What the call makes of a 2xx. @throws ApiError, ResponseError */
  answer(): Answer;
}

function readRefusal<Answer>(response: HttpResponse, asked: Asked<Answer>): SaidRefusal {
  const { call, errorCodes, secrets } = asked;
  const { status, headers, body } = response;
  const { requestId = findRequestId(headers, secrets), ...said } = readErrorBody(body, secrets);
  const signs = { code: said.code, status, isPage: isPage(response) };
  return { ...said, requestId, kind: errorKindOf(signs, call.errorCodes ?? errorCodes) };
}

function toApiError<Answer>(
  { status, headers }: HttpResponse,
  { kind, ...said }: SaidRefusal,
  asked: Asked<Answer>,
): ApiError {
  const { call, title, pathOf, secrets, mayRepeat } = asked;
  const { purpose, method } = call;
  const ownHint = kind === 'login' ? asked.loginHint?.(said.text) : call.hints?.[kind];
  const hint =
    status === 431 ? HEADERS_TOO_LARGE : (ownHint ?? findErrorHint(kind, title, call.right));
  const fields = { title, purpose, method, path: pathOf(), status, kind, mayRepeat };
  const answeredAtMs = findDateMs(headers);
  const retryAfterMs = readRetryAfter(headers['retry-after'], answeredAtMs ?? asked.epochMs);
  const times = { answeredAtMs, retryAfterMs };
  const text = kind === 'not-api' ? describeStranger(headers, secrets, said.text) : said.text;
  return new ApiError({ ...fields, ...said, text, hint, ...times });
}

/** What is wrong with a body that can't be read; a refusal that comes as a success says why. */
function describeMisfit(body: string, problem: string, secrets: Secrets) {
  const { code, text = 'no reason given' } = readErrorBody(body, secrets);
  return code === undefined ? problem : `it holds the error ${code} "${text}"`;
}

/** Shows texts of the cloud's without what nobody may read. */
const showWithout =
  (secrets: Secrets): ShowText =>
  (value) =>
    typeof value === 'string' ? cleanCloudText(secrets.hide(value)) || undefined : undefined;

/** What the call makes of a 2xx. @throws ResponseError */
function parseAnswer<Answer>(response: HttpResponse, asked: Asked<Answer>): Answer {
  const { call, title, secrets } = asked;
  const { status, headers } = response;
  const { purpose } = call;
  const requestId = findRequestId(headers, secrets);
  const unreadable = (problem: string) =>
    new ResponseError({ title, purpose, status, requestId, problem });
  const readOrThrow = (answer: unknown): Answer => {
    const readout = call.answer(answer, showWithout(secrets));
    if ('answer' in readout) return readout.answer;
    throw unreadable(describeMisfit(response.body, readout.problem, secrets));
  };
  if (call.answer === anyAnswer) {
    // Where nothing of the answer is used, its status says all, unless another server gave it.
    if (isPage(response)) throw unreadable('it is a page');
    return readOrThrow(undefined);
  }
  const packed = headers['content-encoding'];
  if (packed !== undefined) {
    throw unreadable(`it is packed (${cleanCloudText(packed, 20)}) and can’t be unpacked`);
  }
  let body: unknown;
  try {
    body = parseBody(response.body);
  } catch {
    throw unreadable(`it is not JSON (${response.body.length} characters)`);
  }
  const { answerHeader } = call;
  return readOrThrow(answerHeader === undefined ? body : { header: headers[answerHeader], body });
}

/** Reads an answer: what it says of the login, and what it is to the call. */
export function readAnswer<Answer>(response: HttpResponse, asked: Asked<Answer>): Reading<Answer> {
  const { status, headers, body } = response;
  const isSuccess = status >= 200 && status <= 299;
  const refusal = isSuccess ? undefined : readRefusal(response, asked);
  return {
    status,
    body,
    isPage: isPage(response),
    answeredAtMs: findDateMs(headers),
    refusal,
    answer() {
      if (refusal !== undefined) throw toApiError(response, refusal, asked);
      return parseAnswer(response, asked);
    },
  };
}

export interface ErrorBody {
  readonly code: string | undefined;
  readonly text: string | undefined;
  readonly requestId: string | undefined;
}

const codeWord = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
/** What is missing or of another type does not make the rest unreadable. */
const word = v.fallback(v.optional(codeWord), undefined);

/** The database services, IAM's own part and the gateways. */
const flatV3 = v.pipe(
  v.object({ error_code: codeWord, error_msg: word, request_id: word }),
  v.transform((body) => ({ code: body.error_code, text: body.error_msg, id: body.request_id })),
);
/** RDS v1. */
const flatV1 = v.pipe(
  v.object({ errCode: codeWord, externalMessage: word }),
  v.transform((body) => ({ code: body.errCode, text: body.externalMessage, id: undefined })),
);
const messageOnly = v.pipe(
  v.object({ message: v.string() }),
  v.transform(({ message }) => ({ code: undefined, text: message, id: undefined })),
);
/** IAM, STS and what is not the vendor's: a number may be the HTTP status. */
const plain = v.pipe(
  v.object({ code: codeWord, message: word, msg: word }),
  v.transform(({ code, message, msg }) => ({ code, text: message ?? msg, id: undefined })),
);
const oneError = v.union([flatV3, flatV1, plain, messageOnly]);

type OneError = v.InferOutput<typeof oneError>;

/** More errors than a body has: a longer list is noise, or an attack on our time. */
const MAX_ERRORS = 20;

/** What stands one level down, as in IAM's Keystone part (`error`) and in Trove's style, whose key is the error's name; a list of errors is no level. */
function listInside(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body)
    .slice(0, MAX_ERRORS)
    .flatMap((value: unknown) => (Array.isArray(value) ? value.slice(0, MAX_ERRORS) : [value]));
}

/** The error that a body tells; one with a code before one without. */
function findError(body: unknown): OneError | undefined {
  const found = [body, ...listInside(body)].flatMap((candidate) => {
    const parsed = v.safeParse(oneError, candidate);
    return parsed.success ? [parsed.output] : [];
  });
  return found.find(({ code }) => vendorCode(code) !== undefined) ?? found[0];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a page stands in place of an answer: no API here writes one. */
const looksLikeMarkup = (text: string) => /^\s*</.test(text);

/** As much of a body as can be worth printing: what is longer is noise, or an attack on our time. */
const MAX_READ = 4_000;
/** A text gets shorter where secrets are taken out of it. */
const MAX_SEARCHED = 16 * MAX_READ;

/** A code as the clouds write theirs; it says nothing of a secret, whatever digits are in it. */
const VENDOR_CODE = /^[A-Za-z]{2,12}\d?\.\d{3,10}$/;

function titleOf(markup: string): string {
  const title = /<title[^<>]{0,100}>([^<]{1,200})/i.exec(markup)?.[1];
  return title === undefined ? 'an HTML page' : `an HTML page: ${title}`;
}

/** A number of three digits is the HTTP status once more (Keystone, Trove), and no vendor's code. */
const vendorCode = (code: string | undefined) =>
  code !== undefined && /^\d{3}$/.test(code) ? undefined : code;

/** Reads the error bodies of every origin: v3, v1, Keystone, Trove, gateway, HTML, plain, empty. */
export function readErrorBody(body: string, secrets: Secrets): ErrorBody {
  const hide = (text: string) => secrets.hide(text.slice(0, MAX_SEARCHED)).slice(0, MAX_READ);
  const clean = (text: string | null | undefined, maxLength?: number) =>
    text ? cleanCloudText(withoutCanonicalRequest(hide(text)), maxLength) || undefined : undefined;
  const cleanCode = (code: string | undefined) => {
    const cleaned = clean(code, 60);
    return code !== undefined && VENDOR_CODE.test(code) && cleaned !== MASK ? code : cleaned;
  };
  const found = findError(parseJson(body));
  if (found !== undefined) {
    const { code, text, id } = found;
    return { code: cleanCode(vendorCode(code)), text: clean(text), requestId: clean(id, 120) };
  }
  const text = looksLikeMarkup(body) ? titleOf(hide(body)) : body;
  return { code: undefined, text: clean(text), requestId: undefined };
}
