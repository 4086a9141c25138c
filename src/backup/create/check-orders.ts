import { InputError, type Problem } from '../../errors/input-error.ts';
import { type BackupOrder, findAllProblems } from '../backup-order.ts';
import { findTimeProblems } from '../limits.ts';

export interface OrderNumbers {
  readonly concurrency: number;
  /** Milliseconds; not `Infinity` where the backups are waited for. */
  readonly timeoutMs: number;
  readonly busyTimeoutMs: number | undefined;
  readonly wait: boolean;
}

function findNumberProblems(numbers: OrderNumbers): readonly Problem[] {
  const { concurrency, timeoutMs, busyTimeoutMs, wait } = numbers;
  const problems: Problem[] = [];
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    problems.push({ input: 'concurrency', problem: 'must be a whole number, 1 or more' });
  }
  if (wait && timeoutMs === Number.POSITIVE_INFINITY) {
    problems.push({ input: 'timeoutMs', problem: 'must be a number of milliseconds' });
  }
  return [...problems, ...findTimeProblems({ timeoutMs, busyTimeoutMs })];
}

function findTwin(orders: readonly BackupOrder[], at: number): readonly Problem[] {
  const isSame = ({ service, instanceId }: BackupOrder) =>
    service === orders[at]?.service && instanceId === orders[at]?.instanceId;
  if (orders.findIndex(isSame) === at) return [];
  return [{ input: 'instanceId', problem: 'is there twice: leave one out' }];
}

/** @throws InputError with every problem; an order's stand after its position */
export function checkOrders(orders: readonly BackupOrder[], numbers: OrderNumbers): void {
  const ofOrders = orders.flatMap((order, at) =>
    [...findAllProblems(order), ...findTwin(orders, at)].map(({ input, problem }) => ({
      input: `orders.${at}.${input}`,
      problem,
    })),
  );
  const problems = [...ofOrders, ...findNumberProblems(numbers)];
  if (problems.length > 0) throw new InputError(problems);
}
