import * as v from 'valibot';
import { MASK, type Secrets } from '../runtime/secrets.ts';
import { cleanCloudText, withoutCanonicalRequest } from '../runtime/text.ts';

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
const plain = v.pipe(
  v.object({ code: word, message: v.string() }),
  v.transform((body) => ({ code: body.code, text: body.message, id: undefined })),
);
/** IAM's Keystone part (`error`), and Trove's style, whose key is the error's name. */
const nested = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((body) => Object.values(body).find((value) => v.is(plain, value))),
  plain,
);
const anyShape = v.union([flatV3, flatV1, plain, nested]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a page stands in place of an answer: no API here writes one. */
export const looksLikeMarkup = (text: string) => /^\s*</.test(text);

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
  const parsed = v.safeParse(anyShape, parseJson(body));
  if (parsed.success) {
    const { code, text, id } = parsed.output;
    return { code: cleanCode(vendorCode(code)), text: clean(text), requestId: clean(id, 120) };
  }
  const text = looksLikeMarkup(body) ? titleOf(hide(body)) : body;
  return { code: undefined, text: clean(text), requestId: undefined };
}
