import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';
import { checkTimes, explainAbort, startDeadline } from './deadline.ts';
import { type Instance, lookUpInstance } from './instances.ts';
import { type BackupOrder, checkOrder } from './order.ts';
import { type Check, type Finding, listChecks } from './preflight-checks.ts';
import { type SharedLists, shareLists } from './shared-lists.ts';

/** What a preflight is to check besides the order, and how long it may take. */
export interface PreflightOptions {
  /** Milliseconds from now, for all checks together. Default: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Cancels: the call then rejects with a `CancelledError`. */
  readonly signal?: AbortSignal | undefined;
  /** Whether a completed or running backup of this name would be taken instead of a new one. */
  readonly reuseExisting?: boolean | undefined;
  /** The name that the instance must have. */
  readonly instanceName?: string | undefined;
  /** Lists that several preflights share. Default: each reads its own. */
  readonly lists?: SharedLists | undefined;
}

/** What a preflight found. */
export interface PreflightReport {
  /** The order as it was given. */
  readonly order: BackupOrder;
  /** The instance as its list shows it; `undefined` when it was not found. */
  readonly instance: Instance | undefined;
  /** Every check, in the order in which they were made. */
  readonly checks: readonly Check[];
  /** Whether no check failed. */
  readonly isReady: boolean;
}

/** What a preflight that ends early has not come to. */
export const UNCHECKED = 'everything was checked';

/**
 * Everything that can be known before a backup is made; only reads. What is wrong is in the report.
 * @throws InputError, CancelledError, DeadlineError
 */
export async function preflight(
  session: Session,
  order: BackupOrder,
  options: PreflightOptions = {},
): Promise<PreflightReport> {
  checkOrder(order);
  checkTimes({ timeoutMs: options.timeoutMs });
  const { service, instanceId } = order;
  const { timeoutMs, instanceName: name, reuseExisting = false } = options;
  const { lists = shareLists(session) } = options;
  const deadline = startDeadline(session.clock, options.signal, timeoutMs, UNCHECKED);
  const { signal } = deadline;

  async function attempt<Value>(work: () => Promise<Value>): Promise<Finding<Value>> {
    try {
      return { value: await work() };
    } catch (error) {
      const explained = explainAbort(error, deadline);
      if (explained !== error) throw explained;
      return { error };
    }
  }

  const isProjectGiven = session.knownProjectId() !== undefined;
  const login = await attempt(() => session.prepareLogin(signal));
  const goOn = !('error' in login);
  const project = goOn ? await attempt(() => session.findProjectId(signal)) : undefined;
  const isPlaced = project !== undefined && 'value' in project;
  const look = async <Value>(work: () => Promise<Value>) =>
    isPlaced ? await attempt(work) : undefined;
  const [instance, records] = await Promise.all([
    look(() => lookUpInstance(session, { service, instanceId, name }, signal)),
    look(() => listNames(lists, { order, reuseExisting }, signal)),
  ]);
  const { cloud } = session;
  const asked = { order, cloud, reuseExisting, isProjectGiven };
  const checks = listChecks({ ...asked, login, project, instance, records });
  const isReady = checks.every(({ verdict }) => verdict !== 'failed');
  const found = instance !== undefined && 'value' in instance ? instance.value : undefined;
  return { order, instance: found, checks, isReady };
}

/** The names of backups have to be free in the whole project where they are unique and it can be listed. */
async function listNames(
  lists: SharedLists,
  { order, reuseExisting }: { readonly order: BackupOrder; readonly reuseExisting: boolean },
  signal: AbortSignal,
) {
  const { service, instanceId } = order;
  const { namesAreUnique, listNeedsInstance } = getService(service);
  const isWide = namesAreUnique && !listNeedsInstance && !reuseExisting;
  return await lists.list(isWide ? { service } : { service, instanceId }, signal);
}
