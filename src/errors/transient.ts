import { ApiError } from './api-error.ts';
import type { ErrorKind } from './kinds.ts';
import { LoginError } from './request-errors.ts';
import { NetworkError, ResponseError } from './transport-errors.ts';

const PASSING: readonly ErrorKind[] = ['server', 'throttled', 'busy', 'conflict', 'not-api'];

/** Whether what went wrong with a look may be gone at the next one. */
export function mayPass(error: unknown): boolean {
  if (error instanceof LoginError) return error.isPassing;
  if (error instanceof ApiError) return PASSING.includes(error.kind);
  if (error instanceof NetworkError) return !error.isLasting;
  return error instanceof ResponseError;
}

/** Whether the host took the call for one too many: then nothing was done. */
export const isThrottled = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.kind === 'throttled';

/** Whether the call has surely not reached anybody. */
export const isUnreached = (error: unknown): error is NetworkError =>
  error instanceof NetworkError && !error.mayHaveArrived;

/** Whether asking again would change nothing: an untrusted certificate, a login that the proxy refuses. */
export const endsAtOnce = (error: unknown): boolean =>
  error instanceof NetworkError && error.isLasting;
