import type { BackupOrder } from '../backup/backup-order.ts';
import type { PreflightReport } from '../backup/preflight.ts';
import type { Check } from '../backup/preflight-checks.ts';
import { BackupError } from '../errors/backup-error.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import { createGate } from '../gate.ts';
import { completeOrders } from './complete-orders.ts';
import { createMarkerTest } from './default-name.ts';
import { describeError } from './describe-error.ts';
import type { Step } from './step.ts';
import type { Target } from './target-fields.ts';

/** What `keep_last` would delete, as one more check. */
async function checkRetention(step: Step, order: BackupOrder): Promise<readonly Check[]> {
  const { inputs, around, client, findLeftMs } = step;
  const { keepLast } = inputs;
  if (keepLast === undefined) return [];
  const title = 'Retention';
  const signal = AbortSignal.any([around.signal, around.clock.signalAfter(findLeftMs())]);
  try {
    const isOurs = createMarkerTest(await around.readContext());
    const old = await client.findOldBackups(order, { keepLast, isOurs }, { signal });
    const list = old.map(({ id, name, beginTime }) => `${id} (${name}, ${beginTime})`).join(', ');
    return [
      { title, verdict: 'passed', text: `Would delete ${old.length}${list && `: ${list}`}.` },
    ];
  } catch (error) {
    if (around.signal.aborted) throw new CancelledError();
    if (signal.aborted) return [{ title, verdict: 'not checked', text: 'wait_timeout is over.' }];
    const { message } = describeError(error);
    return [{ title, verdict: 'warning', text: `Would delete nothing. ${message}` }];
  }
}

async function checkOne(step: Step, order: BackupOrder): Promise<PreflightReport> {
  const { inputs, around, client, findLeftMs } = step;
  const report = await client.preflight(order, {
    timeoutMs: findLeftMs(),
    signal: around.signal,
    reuseExisting: inputs.reuseExisting,
    instanceName: inputs.instanceName,
  });
  const isListed = report.checks.some(
    ({ title, verdict }) => title === 'Right to list backups' && verdict === 'passed',
  );
  const retention = isListed ? await checkRetention(step, order) : [];
  return { ...report, checks: [...report.checks, ...retention] };
}

/** An instance that is known by its name alone needs its id before anything about it can be checked. */
async function findIds({ inputs, around, client, findLeftMs }: Step): Promise<readonly Target[]> {
  const { targets, instanceName: name } = inputs;
  const [target] = targets;
  if (target === undefined || target.instanceId !== '') return targets;
  const { service } = target;
  const limits = { signal: around.signal, timeoutMs: findLeftMs() };
  const { id: instanceId } = await client.findInstance({ service, name }, limits);
  return [{ service, instanceId }];
}

const never = new AbortController().signal;

/** Where the instance can't be told from its name, that is the only thing there is to check. */
async function checkAll(step: Step): Promise<readonly PreflightReport[]> {
  const { inputs, around } = step;
  const { random, readContext } = around;
  let targets: readonly Target[];
  try {
    targets = await findIds(step);
  } catch (error) {
    const { instanceName: instanceId = '', order } = inputs;
    const [service] = inputs.targets.map((target) => target.service);
    if (service === undefined || error instanceof CancelledError) throw error;
    const { message, hint = '' } = describeError(error);
    const check: Check = {
      title: 'Instance',
      verdict: 'failed',
      text: `${message} ${hint}`.trim(),
    };
    const unnamed = { ...order, service, instanceId, name: order.name ?? '' };
    return [{ order: unnamed, instance: undefined, checks: [check], isReady: false }];
  }
  const orders = await completeOrders({ targets, inputs, readContext, random });
  const gate = createGate(inputs.concurrency);
  return await Promise.all(
    orders.map(async (order) => {
      const leave = await gate.enter(never);
      return await checkOne(step, order).finally(leave);
    }),
  );
}

function describeOrder({ service, instanceId, name }: BackupOrder): string {
  const as = name === '' ? '' : ` as ${name}`;
  return `Dry run of a backup of ${service} ${instanceId}${as}:`;
}

/** Everything but the create: prints what was checked. @throws BackupError when a check failed */
export async function dryRun(step: Step): Promise<void> {
  const { inputs, around, notebook } = step;
  const { log } = around;
  log.info(inputs.login);
  const checks = await checkAll(step);
  notebook.note({ checks });
  for (const { order, checks: list } of checks) {
    log.info(describeOrder(order));
    for (const { title, verdict, text } of list) log.info(`  [${verdict}] ${title}: ${text}`);
  }
  const failed = checks.flatMap(({ order, checks: list }) =>
    list
      .filter(({ verdict }) => verdict === 'failed')
      .map(({ title, text }) => `${order.service} ${order.instanceId}: ${title}: ${text}`),
  );
  log.info('No backup was made (dry_run). Whether the login may create one can’t be checked.');
  if (failed.length === 0) return;
  const count = failed.length === 1 ? 'One check' : `${failed.length} checks`;
  throw new BackupError(
    `${count} of the dry run failed; no backup was made.\n${failed.join('\n')}`,
  );
}
