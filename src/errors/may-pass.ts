import { ApiError } from './api-error.ts';
import type { ErrorKind } from './error-kind.ts';
import { LoginError } from './login-error.ts';
import { NetworkError } from './network-error.ts';
import { ResponseError } from './response-error.ts';

const PASSING: readonly ErrorKind[] = ['server', 'throttled', 'busy'];

/** Whether what went wrong with a look may be gone at the next one. */
export function mayPass(error: unknown): boolean {
  if (error instanceof LoginError) return mayPass(error.cause);
  if (error instanceof ApiError) return PASSING.includes(error.kind);
  return error instanceof NetworkError || error instanceof ResponseError;
}
