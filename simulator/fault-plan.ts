import type { Delivery } from './delivery.ts';
import type { AnswerFault } from './fault.ts';

/** Whether the call takes effect, and how its answer travels. */
export interface FaultPlan {
  readonly effect: boolean;
  readonly delivery: Delivery;
}

/** What a fault does to effect and delivery; the answer's wording is decided elsewhere. */
export function faultPlan(fault: AnswerFault | undefined): FaultPlan {
  const whole: Delivery = { way: 'whole' };
  switch (fault?.name) {
    case 'refuse':
    case 'reset-before':
      return { effect: false, delivery: { way: 'reset' } };
    case 'reset-after':
      return { effect: true, delivery: { way: 'reset' } };
    case 'timeout-before':
      return { effect: false, delivery: { way: 'never' } };
    case 'timeout-after':
      return { effect: true, delivery: { way: 'never' } };
    case 'drip':
      return { effect: true, delivery: { way: 'drip', intervalMs: fault.intervalMs ?? 50 } };
    case 'truncated-json':
      return {
        effect: true,
        delivery: { way: 'half', matchingLength: fault.matchingLength ?? false },
      };
    case '429':
    case 'busy':
    case 'page':
    case 'token-expired':
    case 'forbidden':
      return { effect: false, delivery: whole };
    case '408':
    case '421':
    case '425':
    case '499':
    case '500':
    case '502':
    case '503':
    case '504':
    case 'html-200':
    case 'error':
      return { effect: fault.after ?? false, delivery: whole };
    default:
      return { effect: true, delivery: whole };
  }
}
