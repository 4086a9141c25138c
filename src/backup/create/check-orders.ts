import { InputError, LookupError, type Problem } from '../../errors/request-errors.ts';
import type { Gate } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import type { Session } from '../../session.ts';
import { type BackupOrder, findAllProblems, isSameInstance } from '../backup-order.ts';
import { findNode } from '../find-node.ts';
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

/** Services that reach the same instances are one here. */
const findFamily = ({ service }: BackupOrder) => getService(service).instancesOf ?? service;

const isInFamilyOf = (one: BackupOrder, other: BackupOrder) =>
  findFamily(one) === findFamily(other);

/** `orders`: those that are right by themselves; the ids of others may be no texts. */
function findTwin(orders: readonly BackupOrder[], order: BackupOrder): readonly Problem[] {
  const first = orders.find(
    (other) => isInFamilyOf(other, order) && isSameInstance(other.instanceId, order.instanceId),
  );
  if (first === undefined || first === order) return [];
  return [{ input: 'instanceId', problem: 'is there twice: leave one out' }];
}

/** @throws InputError with every problem; an order's stand after its position */
export function checkOrders(orders: readonly BackupOrder[], numbers: OrderNumbers): void {
  const found = orders.map((order) => ({ order, problems: findAllProblems(order) }));
  const right = found.flatMap(({ order, problems }) => (problems.length === 0 ? [order] : []));
  const ofOrders = found.flatMap(({ order, problems }, at) =>
    (problems.length === 0 ? findTwin(right, order) : problems).map(({ input, problem }) => ({
      input: `orders.${at}.${input}`,
      problem,
    })),
  );
  const problems = [...ofOrders, ...findNumberProblems(numbers)];
  if (problems.length > 0) throw new InputError(problems);
}

const isByNode = ({ service, instanceId }: BackupOrder) =>
  getService(service).primaryNode?.applies(instanceId) === false;

interface NodeLook {
  readonly findSession: (order: BackupOrder) => Session;
  readonly gate: Gate;
  readonly stop: AbortSignal;
}

/** The node by which an order is known beside those that name theirs; or why it can't be told. */
async function lookForNode(
  orders: readonly BackupOrder[],
  order: BackupOrder,
  { findSession, gate, stop }: NodeLook,
): Promise<{ readonly node?: string; readonly error?: unknown }> {
  if (isByNode(order)) return { node: order.instanceId };
  const byNode = orders.find((other) => isByNode(other) && isInFamilyOf(other, order));
  if (byNode === undefined) return {};
  const { service } = byNode;
  const leave = await gate.enter(stop);
  try {
    const ref = { service, instanceId: order.instanceId };
    return { node: await findNode(findSession(order), ref, stop) };
  } catch (error) {
    // Another API than the order's own does not know the instance: then it is no twin there.
    return service !== order.service && error instanceof LookupError ? {} : { error };
  } finally {
    leave();
  }
}

/**
 * Two orders can be for one instance, by its id and by its node's: then nothing is asked for.
 * Answers the orders that can't be told from others, by position, each with what its look met.
 * @throws InputError that names both, or the reason of `stop`
 */
export async function tellApart(
  orders: readonly BackupOrder[],
  look: NodeLook,
): Promise<ReadonlyMap<number, unknown>> {
  const looks = await Promise.all(orders.map((order) => lookForNode(orders, order, look)));
  look.stop.throwIfAborted();
  const problems = looks.flatMap(({ node }, at): readonly Problem[] => {
    if (node === undefined) return [];
    const twinAt = looks.findIndex(
      (other) => other.node !== undefined && isSameInstance(other.node, node),
    );
    const [order, twin] = [orders[at], orders[twinAt]];
    if (twinAt >= at || order === undefined || twin === undefined) return [];
    const name = ({ service, instanceId }: BackupOrder) => `${service} ${instanceId}`;
    const problem = `${name(order)} and ${name(twin)} (number ${twinAt + 1}) are one instance: leave one out`;
    return [{ input: `orders.${at}.instanceId`, problem }];
  });
  if (problems.length > 0) throw new InputError(problems, 'no backup was asked for');
  return new Map(looks.flatMap(({ error }, at) => (error === undefined ? [] : [[at, error]])));
}
