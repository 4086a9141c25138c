import type { Readable } from 'node:stream';
import { promisify, types } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { AnswerTooLargeError } from './transport-error.ts';

const MAX_BODY_BYTES = 8 * 1024 * 1024;

class SlowBodyError extends Error {
  readonly code = 'UND_ERR_BODY_TIMEOUT';
}

class ClosedBodyError extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';
}

export interface Answered {
  readonly statusCode: number;
  readonly body: Readable;
}

/**
 * The whole body, as it came. By the stream's events: a loop over it takes longer than all the rest
 * of a call.
 * @throws AnswerTooLargeError, or what broke the stream
 */
export async function readBody({ statusCode, body }: Answered, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // undici's own body time-out starts anew with every byte: a slow drip would never end.
  const timer = setTimeout(() => body.destroy(new SlowBodyError()), timeoutMs).unref();
  const chunks: Buffer[] = [];
  let length = 0;
  body.on('data', (chunk: unknown) => {
    if (!Buffer.isBuffer(chunk)) return;
    length += chunk.length;
    if (length > MAX_BODY_BYTES) body.destroy(new AnswerTooLargeError(statusCode, MAX_BODY_BYTES));
    else chunks.push(chunk);
  });
  body.on('end', resolve).on('error', reject);
  body.on('close', () => body.readableEnded || reject(new ClosedBodyError()));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
  return Buffer.concat(chunks);
}

/** A body as text, without the byte order mark that some servers put in front of it. */
export const decodeBody = (body: Buffer): string => new TextDecoder().decode(body);

type Unpack = (packed: Buffer, limit: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unzip: Unpack = promisify(gunzip);
const inflateZlib: Unpack = promisify(inflate);
const inflateBare: Unpack = promisify(inflateRaw);

/** A zlib stream begins with its method, 8; some servers send what is inside of one alone. */
const inflateAny: Unpack = (packed, limit) =>
  ((packed[0] ?? 0) & 0x0f) === 8 ? inflateZlib(packed, limit) : inflateBare(packed, limit);

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: inflateAny,
  br: promisify(brotliDecompress),
  identity: async (plain) => plain,
};

const isTooLarge = (cause: unknown) =>
  types.isNativeError(cause) && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';

/** More than anybody packs a body in. */
const MAX_LAYERS = 2;

/**
 * What a `content-encoding` that nobody asked for has packed; `undefined` where it can't be unpacked.
 * @throws AnswerTooLargeError when it is larger than a plain body may be
 */
export async function unpackBody(
  packed: Buffer,
  encoding: string,
  statusCode: number,
): Promise<Buffer | undefined> {
  const layers = encoding
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .reverse();
  if (packed.length === 0) return packed;
  if (layers.length > MAX_LAYERS) return undefined;
  let body = packed;
  try {
    for (const layer of layers) {
      const unpack = Object.hasOwn(UNPACK, layer) ? UNPACK[layer] : undefined;
      if (unpack === undefined) return undefined;
      body = await unpack(body, { maxOutputLength: MAX_BODY_BYTES });
    }
    return body;
  } catch (cause) {
    if (isTooLarge(cause)) throw new AnswerTooLargeError(statusCode, MAX_BODY_BYTES);
    return undefined;
  }
}
