import type { Readable } from 'node:stream';
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
 * The whole text. By the stream's events: a loop over it takes longer than all the rest of a call.
 * @throws AnswerTooLargeError, or what broke the stream
 */
export async function readBody({ statusCode, body }: Answered, timeoutMs: number): Promise<string> {
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
  return Buffer.concat(chunks).toString('utf8');
}
