import type { ErrorMeaning } from './documented-error.ts';
import type { GatewayReason } from './gateway-error.ts';

/** Thrown where a request is refused; the service or the gateway words the answer. */
export class Refusal extends Error {
  readonly reason: ErrorMeaning | GatewayReason;
  readonly detail: string | undefined;

  constructor(reason: ErrorMeaning | GatewayReason, detail?: string) {
    super(detail ?? reason);
    this.reason = reason;
    this.detail = detail;
  }
}
