import type { Readable } from 'node:stream';
import { promisify, types } from 'node:util';
import { gunzip } from 'node:zlib';
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

const unzip = promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip);

const isTooLarge = (cause: unknown) =>
  types.isNativeError(cause) && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';

/**
 * What a `content-encoding` that no call asks for has packed: gateways are known to pack with gzip all the
 * same, and with nothing else. `undefined` where it can't be unpacked.
 * @throws AnswerTooLargeError when it is larger than a plain body may be
 */
export async function unpackBody(
  packed: Buffer,
  encoding: string,
  statusCode: number,
): Promise<Buffer | undefined> {
  const word = encoding.trim().toLowerCase();
  if (packed.length === 0 || word === 'identity') return packed;
  if (word !== 'gzip' && word !== 'x-gzip') return undefined;
  try {
    return await unzip(packed, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if (isTooLarge(cause)) throw new AnswerTooLargeError(statusCode, MAX_BODY_BYTES);
    return undefined;
  }
}
