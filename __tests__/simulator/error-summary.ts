import type { Received } from '../support/simulated-cloud.ts';

/** Status and code of an answer, such as `409 DBS.201205`; a success shows `-` for the code. */
export function errorSummary({ status, text }: Received): string {
  return `${status} ${/"(?:error_code|errCode)":"([^"]+)"/.exec(text)?.[1] ?? '-'}`;
}
