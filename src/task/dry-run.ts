import type { BackupOrder } from '../backup/order.ts';
import { createSharedLists, type SharedLists } from '../backup/shared-lists.ts';
import { BackupError, CancelledError, DeadlineError } from '../errors/backup-error.ts';
import { neverAborted } from '../runtime/abort.ts';
import { createLimiter } from '../runtime/limiter.ts';
import { hasId, type InstanceById } from './inputs/targets.ts';
import { completeOrders } from './orders.ts';
import { describeError, type ErrorText } from './report/errors.ts';
import { type CheckedOrder, nameTarget, splitShared, type TaskCheck } from './report/report.ts';
import { checkRetention } from './retention.ts';
import type { Task, TaskLog } from './task.ts';
import { type Words, writeOptions } from './words.ts';

const INSTANCE = { id: 'instance', title: 'Instance' } as const;
const TIME = { id: 'time', title: 'Time' } as const;

/** Where it ended before there was a list of checks, why it did is the only one. */
function reportBrokenOff(
  order: BackupOrder,
  { id, title }: Pick<TaskCheck, 'id' | 'title'>,
  { message, hint = '' }: ErrorText,
): CheckedOrder {
  const check = { id, title, verdict: 'failed', text: `${message} ${hint}`.trim() } as const;
  return { order, instance: undefined, checks: [check], isReady: false };
}

async function checkOne(task: Task, order: BackupOrder, lists: SharedLists): Promise<CheckedOrder> {
  const { inputs, context, client, remainingMs } = task;
  const report = await client.preflightBy(lists, order, {
    timeoutMs: remainingMs(),
    signal: context.signal,
    reuseExisting: inputs.reuseExisting,
    instanceName: inputs.instanceName,
  });
  const isListed = report.checks.some(
    ({ id, verdict }) => id === 'right-to-list' && verdict === 'passed',
  );
  const retention = isListed ? await checkRetention(task, order, lists) : [];
  const checks = report.checks.map(
    ({ id, title, verdict, advice }): TaskCheck => ({
      ...{ id, title, verdict },
      text: writeOptions(advice, context.words),
    }),
  );
  return { ...report, checks: [...checks, ...retention] };
}

/** An instance that is known by its name alone needs its id before anything about it can be checked. */
async function resolveIds({
  inputs,
  context,
  client,
  remainingMs,
}: Task): Promise<readonly InstanceById[]> {
  const { targets, instanceName: name } = inputs;
  const [target] = targets;
  if (target === undefined || hasId(target)) return targets.filter(hasId);
  const { service } = target;
  const limits = { signal: context.signal, timeoutMs: remainingMs() };
  const { id: instanceId } = await client.findInstance({ service, name }, limits);
  return [{ service, instanceId }];
}

/** Where the instance can't be told from its name, that is the only thing there is to check. */
async function checkAll(task: Task): Promise<readonly CheckedOrder[]> {
  const { inputs, context } = task;
  const { random, words, readOrigin } = context;
  let targets: readonly InstanceById[];
  try {
    targets = await resolveIds(task);
  } catch (error) {
    const { instanceName: instanceId = '', order } = inputs;
    const [service] = inputs.targets.map((target) => target.service);
    if (service === undefined || error instanceof CancelledError) throw error;
    const unnamed = { ...order, service, instanceId, name: order.name ?? '' };
    return [reportBrokenOff(unnamed, INSTANCE, describeError(error, words))];
  }
  const orders = await completeOrders({ targets, inputs, readOrigin, random });
  const limiter = createLimiter(inputs.concurrency);
  const lists = createSharedLists();
  return await Promise.all(
    orders.map(async (order) => {
      const check = () => checkOne(task, order, lists);
      return await limiter.run(check, neverAborted).catch((error: unknown) => {
        if (error instanceof DeadlineError) {
          return reportBrokenOff(order, TIME, describeError(error, words));
        }
        throw error;
      });
    }),
  );
}

/** Two orders for one instance would be refused: by its id and by its node's, only the list tells. */
function markTwins(reports: readonly CheckedOrder[]): readonly CheckedOrder[] {
  return reports.map((report, at) => {
    const { order, instance } = report;
    const twin = reports.slice(0, at).find((one) => one.instance?.id === instance?.id);
    if (instance === undefined || twin === undefined) return report;
    const [own, other] = [order, twin.order].map((one) => `${one.service} ${one.instanceId}`);
    const text = `${own} and ${other} are one instance: leave one out.`;
    const check = { id: 'only-once', title: 'Only once', verdict: 'failed', text } as const;
    return { ...report, checks: [...report.checks, check], isReady: false };
  });
}

function describeOrder({ order, instance }: CheckedOrder): string {
  const as = order.name === '' ? '' : ` as ${order.name}`;
  return `Dry run of a backup of ${nameTarget(order, instance?.name)}${as}`;
}

const describeCheck = ({ title, verdict, text }: TaskCheck) => `  [${verdict}] ${title}: ${text}`;

const VERDICTS = ['failed', 'warning', 'passed', 'not checked'] as const;

/** `1 failed, 6 passed`: whether a group is worth unfolding. */
function countVerdicts(checks: readonly TaskCheck[]): string {
  const counts = VERDICTS.map((verdict) => ({
    verdict,
    count: checks.filter((check) => check.verdict === verdict).length,
  }));
  return counts
    .flatMap(({ verdict, count }) => (count > 0 ? `${count} ${verdict}` : []))
    .join(', ');
}

/** One after the other; of several, what they share stands once, and each is a group. */
function printChecks(log: TaskLog, reports: readonly CheckedOrder[]): void {
  const [first, ...others] = reports;
  if (first !== undefined && others.length === 0) {
    log.info(`${describeOrder(first)}:`);
    for (const check of first.checks) log.info(describeCheck(check));
    return;
  }
  const { shared, own } = splitShared(reports);
  if (shared.length > 0) log.info(`For all ${reports.length} databases:`);
  for (const check of shared) log.info(describeCheck(check));
  for (const report of own) {
    const { checks } = report;
    log.group(`${describeOrder(report)}: ${countVerdicts(checks)}`, checks.map(describeCheck));
  }
}

/** The failed checks, those that all share once. */
function listFailed(reports: readonly CheckedOrder[]): readonly string[] {
  const { shared, own } = splitShared(reports);
  const ofAll = shared
    .filter(isFailed)
    .map(({ title, text }) => `For all databases: ${title}: ${text}`);
  const ofOne = own.flatMap(({ order, instance, checks }) =>
    checks
      .filter(isFailed)
      .map(({ title, text }) => `${nameTarget(order, instance?.name)}: ${title}: ${text}`),
  );
  return [...ofAll, ...ofOne];
}

const isFailed = ({ verdict }: TaskCheck) => verdict === 'failed';

/** Everything but the create. @throws CancelledError, or what keeps all of it from being checked */
export async function checkOrders(task: Task): Promise<readonly CheckedOrder[]> {
  const { inputs, context, report } = task;
  context.log.info(inputs.login);
  const checks = markTwins(await checkAll(task));
  report.update({ checks });
  return checks;
}

/** @throws BackupError when a check failed */
export function refuseFailed(checks: readonly CheckedOrder[]): void {
  const failed = listFailed(checks);
  if (failed.length === 0) return;
  const count = failed.length === 1 ? 'One check' : `${failed.length} checks`;
  throw new BackupError(
    `${count} of the dry run failed; no backup was made.\n${failed.join('\n')}`,
  );
}

/** What the log says at the end of each dry run. */
export const describeDryRun = ({ dryRun }: Words): string =>
  `No backup was made (${dryRun}). Whether the login may create one can’t be checked.`;

/** Checks everything, and prints it. @throws BackupError when a check failed */
export async function dryRun(task: Task): Promise<void> {
  const { log, words } = task.context;
  const checks = await checkOrders(task);
  printChecks(log, checks);
  log.info(describeDryRun(words));
  refuseFailed(checks);
}
