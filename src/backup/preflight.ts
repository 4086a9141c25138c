import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';
import { type CallOptions, type Deadline, isEnd } from './deadline.ts';
import { findInstance, type Instance } from './instances.ts';
import { type BackupOrder, checkOrder } from './order.ts';
import { type Check, type Finding, listChecks } from './preflight-checks.ts';
import { createSharedLists, type SharedLists } from './shared-lists.ts';

/** What a preflight is to check besides the order, and how long it may take. */
export interface PreflightOptions extends CallOptions {
  /** Whether a completed or running backup of this name would be taken instead of a new one. */
  readonly reuseExisting?: boolean | undefined;
  /** The name that the instance must have. */
  readonly instanceName?: string | undefined;
}

interface PreflightCall extends Omit<PreflightOptions, keyof CallOptions> {
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
 * @throws InputError, or the reason of the deadline's signal
 */
export async function preflight(
  session: Session,
  order: BackupOrder,
  options: PreflightCall,
  deadline: Deadline,
): Promise<PreflightReport> {
  checkOrder(order);
  const { service, instanceId } = order;
  const { instanceName: name, reuseExisting = false } = options;
  const { lists = createSharedLists() } = options;
  const { signal } = deadline;

  async function attempt<Value>(work: () => Promise<Value>): Promise<Finding<Value>> {
    try {
      return { value: await work() };
    } catch (error) {
      if (isEnd(error, deadline)) throw error;
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
    look(() => findInstance(session, { service, instanceId, name }, signal)),
    look(() => listNames({ session, lists }, { order, reuseExisting }, signal)),
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
  { session, lists }: { readonly session: Session; readonly lists: SharedLists },
  { order, reuseExisting }: { readonly order: BackupOrder; readonly reuseExisting: boolean },
  signal: AbortSignal,
) {
  const { service, instanceId } = order;
  const { namesAreUnique, listNeedsInstance } = getService(service);
  const isWide = namesAreUnique && !listNeedsInstance && !reuseExisting;
  return await lists.list(session, isWide ? { service } : { service, instanceId }, signal);
}
