import type { DocumentedError, ErrorMeaning } from './documented-error.ts';
import type { GatewayReason } from './gateway-error.ts';

/** Why a request is refused: in words all share, or by one error of the service's own. */
export type RefusalReason = ErrorMeaning | GatewayReason | DocumentedError;

/** Thrown where a request is refused; the service or the gateway words the answer. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly detail: string | undefined;

  constructor(reason: RefusalReason, detail?: string) {
    super(detail ?? (typeof reason === 'string' ? reason : reason.message));
    this.reason = reason;
    this.detail = detail;
  }
}
