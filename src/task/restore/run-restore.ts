import { BackupError } from '../../errors/backup-error.ts';
import { LookupError } from '../../errors/request-errors.ts';
import {
  RestoreFailedError,
  RestoreUnfinishedError,
  UncertainRestoreError,
} from '../../errors/restore-errors.ts';
import type { Backup } from '../../model.ts';
import type { RestorePlan } from '../../restore/restore-plan.ts';
import { RestoreClient } from '../../restore-client.ts';
import { withName } from '../../runtime/text.ts';
import { describeProxy, readProxySettings } from '../proxy.ts';
import type { TaskContext } from '../task.ts';
import { tellTrust } from '../trust.ts';
import type { RestoreInputs } from './restore-inputs.ts';
import { describeCost, listNextSteps, type RestoreReport } from './restore-report.ts';

/** One restore, as all its parts share it. */
export interface RestoreTask {
  readonly inputs: RestoreInputs;
  readonly context: TaskContext;
  readonly report: RestoreReport;
  /** The cloud has named the new instance: what is known of it is written now. */
  noteAccepted(): void;
  /** Asks the user whether to go on. Default: yes. */
  readonly confirm?: (plan: RestorePlan) => Promise<boolean>;
}

interface OpenTask extends RestoreTask {
  readonly client: RestoreClient;
  remainingMs(): number;
}

const timeOf = ({ endTime, beginTime }: Backup) => Date.parse(endTime ?? beginTime ?? '') || 0;

/** The backup that is meant. @throws LookupError */
async function findBackup(task: OpenTask): Promise<Backup> {
  const { inputs, context, client, remainingMs } = task;
  const { instanceId, backupId } = inputs;
  const limits = { signal: context.signal, timeoutMs: remainingMs() };
  if (backupId !== undefined) {
    const ref = { service: 'rds', id: backupId, instanceId } as const;
    const backup = await client.getBackup(ref, limits);
    if (backup !== undefined) return backup;
    throw new LookupError(
      `RDS lists no backup ${backupId} of instance ${instanceId} in this project.`,
      [],
      'Check backup_id, and that instance_id is the instance that the backup is of; the region and the project too.',
    );
  }
  const all = await client.listBackups({ service: 'rds', instanceId }, limits);
  // Other types hold parts of what happened since a backup.
  const whole = all.filter(
    ({ status, partial, type = 'manual' }) =>
      status === 'COMPLETED' && !partial && ['manual', 'auto'].includes(type),
  );
  const [newest] = whole.toSorted((a, b) => timeOf(b) - timeOf(a));
  if (newest !== undefined) return newest;
  throw new LookupError(
    `RDS lists no completed backup of instance ${instanceId} in this project.`,
    [],
    'Check instance_id, the region and the project, or make a backup first.',
  );
}

/** What will differ from the original, and what else to know. */
function listDifferences({ changes, notes }: RestorePlan): readonly string[] {
  const changed = changes.map(
    ({ field, original, value }) =>
      `${field} is ${value}${original === undefined ? '' : ` (the original has ${original})`}.`,
  );
  return [...changed, ...notes];
}

function tellPlan({ context: { log } }: RestoreTask, plan: RestorePlan): void {
  const { request, openFields, namesakes, name } = plan;
  const differences = listDifferences(plan);
  if (differences.length > 0) log.group('What will differ, and more to know', differences);
  log.group(`The request: ${request.method} ${request.url}`, [
    ...JSON.stringify(request.body, null, 2).split('\n'),
  ]);
  for (const { field, reason, allowed } of openFields) {
    const where = field === 'password' ? 'password' : `fill: ${field}=`;
    log.warning(`Open: ${where} ${reason} It takes ${allowed}.`);
  }
  if (namesakes.length > 0) {
    log.warning(`An instance named ${name} exists: ${namesakes.join(', ')}. A restore is refused.`);
  }
}

async function dryRun(task: OpenTask, backup: Backup): Promise<void> {
  const { inputs, context, client, report, remainingMs } = task;
  const { name, password, fill } = inputs;
  const limits = { signal: context.signal, timeoutMs: remainingMs() };
  const plan = await client.planRestore(backup, { name, password, fill, ...limits });
  report.update({ plan, instanceName: plan.name });
  tellPlan(task, plan);
  const isReady = plan.openFields.length === 0 && plan.namesakes.length === 0;
  context.log.info(
    isReady
      ? 'Dry run: nothing is open. No instance was asked for.'
      : 'Dry run: this restore would be refused as it is. No instance was asked for.',
  );
}

/** What an error knows of a new instance. */
function noteEnd({ report }: RestoreTask, error: unknown): void {
  if (error instanceof RestoreFailedError || error instanceof RestoreUnfinishedError) {
    report.update({ instance: error.instance });
  }
  if (error instanceof UncertainRestoreError) {
    const { instance, candidates, instanceName } = error;
    report.update({ candidates, instanceName, mayExist: true, ...(instance && { instance }) });
  }
  if (error instanceof LookupError && report.state.instance === undefined) {
    report.update({ candidates: error.found });
  }
}

class RefusedError extends BackupError {
  override readonly name = 'RefusedError';
}

async function restore(task: OpenTask, backup: Backup): Promise<void> {
  const { inputs, context, client, report, remainingMs, noteAccepted, confirm } = task;
  const { fill, password = '', wait } = inputs;
  const { log, signal } = context;
  const plan = await client.planRestore(backup, {
    ...{ name: inputs.name, password, fill, signal, timeoutMs: remainingMs() },
  });
  const { name } = plan;
  report.update({ plan, instanceName: name });
  const differences = listDifferences(plan);
  if (differences.length > 0) log.group('What will differ, and more to know', differences);
  if (confirm !== undefined && !(await confirm(plan))) {
    throw new RefusedError('Not confirmed: no instance was asked for.');
  }
  log.info(`Asking for the new instance ${name}, once.`);
  const instance = await client.restoreBackup(backup, {
    ...{ name, password, fill, signal, wait, timeoutMs: remainingMs() },
    hasUniqueName: inputs.name === undefined,
    onAccepted(accepted) {
      report.update({ instance: accepted });
      log.notice('New instance', describeCost(accepted));
      noteAccepted();
    },
  });
  report.update({ instance, isReady: wait });
  const state = wait ? 'is ready' : 'is accepted, and not waited for';
  log.info(`Instance ${withName(instance.id, name)} ${state}: ${instance.status}.`);
  for (const step of listNextSteps(report.state)) log.info(step);
}

/** Restores one backup to a new instance, or shows how. @throws BackupError */
export async function runRestore(begun: RestoreTask): Promise<void> {
  const { inputs, context, report } = begun;
  const { clock, startMs, random, log, env, timeouts, dispatcher } = context;
  report.update({ sourceId: inputs.instanceId, isDryRun: inputs.dryRun });
  const proxy = readProxySettings(env, (secret) => log.secret(secret), inputs.client);
  log.debug(describeProxy(proxy));
  tellTrust(log, env);
  const own = { proxy, clock, random, log, timeouts, dispatcher };
  const client = new RestoreClient({ ...inputs.client, ...own });
  const remainingMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  const task = { ...begun, client, remainingMs };
  try {
    log.info(inputs.login);
    const backup = await findBackup(task);
    report.update({ backup });
    const { id, name, endTime = 'an unknown time' } = backup;
    log.info(
      `Restoring backup ${id} (${name}, of ${endTime}) of RDS instance ${inputs.instanceId} to a new instance.`,
    );
    await (inputs.dryRun ? dryRun(task, backup) : restore(task, backup));
  } catch (error) {
    noteEnd(task, error);
    throw error;
  } finally {
    await client.close();
  }
}
