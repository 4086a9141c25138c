import { PATIENCE_MS } from '../../http/patience.ts';
import type { Backup } from '../../model.ts';
import { createLimiter, type Limiter } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord, ServiceOrder } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import { type CallOptions, checkTimes, type Deadline, holdOut } from '../deadline.ts';
import { findNode, findSuffixWarning } from '../instances.ts';
import { searchRecords } from '../list.ts';
import { type BackupOrder, checkOrder } from '../order.ts';
import type { Creation } from './creation.ts';
import { createExactlyOne } from './exactly-one.ts';
import { chooseName, findReusable, findUsable } from './find-own.ts';
import { type ExpectedBackup, isNamedAlike } from './ownership.ts';

/** How one backup is asked for: time limits in milliseconds, and what to do about one that exists. */
export interface CreateOptions extends CallOptions {
  /** Cancels. A create that is on its way gets five seconds more for its answer. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for a busy instance, in milliseconds; 0: not at all. Default: `timeoutMs`, or ten minutes. */
  readonly busyTimeoutMs?: number | undefined;
  /** Return a completed or running backup of this name and instance, if there is one, instead of a new one. */
  readonly reuseExisting?: boolean | undefined;
  /** Promises that nobody else makes up this name, which saves reading the list. Default `false`. */
  readonly hasUniqueName?: boolean | undefined;
  /** Promises that nothing else makes up this description: a new backup with it and the name is then known to be this call's own. Default `false`. */
  readonly hasUniqueDescription?: boolean | undefined;
}

async function describeRequest(session: Session, order: BackupOrder, stop: AbortSignal) {
  const { service, instanceId, name, description } = order;
  const warning = findSuffixWarning(service, instanceId);
  if (warning !== undefined) session.log.warning(warning);
  await session.prepareLogin(stop);
  const projectId = await session.findProjectId(stop);
  const nodeId = await findNode(session, { service, instanceId }, stop);
  const databases = order.databases ?? [];
  return { projectId, instanceId: nodeId, name, description, databases } satisfies ServiceOrder;
}

interface InnerOptions extends Omit<CreateOptions, 'signal'> {
  readonly deadline: Deadline;
  /** Makes the creates of several orders take turns. */
  readonly limiter?: Limiter | undefined;
  /** How long to hold out while the cloud throttles or gives no list, in milliseconds. Default: `timeoutMs`, or ten minutes. */
  readonly holdOutMs?: number | undefined;
}

interface PrepareOptions extends InnerOptions {
  readonly holdOutMs: number;
  readonly limiter: Limiter;
}

/** Everything before the create call: nothing exists yet, whatever goes wrong. */
async function prepare(
  session: Session,
  asked: BackupOrder,
  options: PrepareOptions,
): Promise<Creation> {
  const { deadline, limiter, holdOutMs, reuseExisting = false } = options;
  const { hasUniqueName = false, hasUniqueDescription = false } = options;
  const { service, instanceId, description } = asked;
  const described = await describeRequest(session, asked, deadline.signal);
  const filter = { service, instanceId, type: 'manual' } as const;
  const isListed = reuseExisting || !hasUniqueName;
  const isEnough = (records: readonly BackupRecord[]) =>
    reuseExisting && findUsable(asked, records) !== undefined;
  const { records: listed } = isListed
    ? await searchRecords(session, filter, isEnough, deadline.signal)
    : { records: [] };
  const name = reuseExisting ? chooseName(asked, listed) : asked.name;
  const order = { ...asked, name };
  const request = { ...described, name };
  const existing = listed.filter((record) => isNamedAlike(record, name));
  const knownIds = new Set(existing.map(({ id }) => id));
  const askedAtMs = session.cloudTimeMs();
  return {
    session,
    service: getService(service),
    order,
    request,
    expected: { name, hasUniqueName, description, hasUniqueDescription, knownIds, askedAtMs },
    existing: listed,
    reuseExisting,
    deadline,
    limiter,
    busyTimeoutMs: options.busyTimeoutMs ?? holdOutMs,
    holdOutMs,
  };
}

async function prepareInTurn(session: Session, order: BackupOrder, options: PrepareOptions) {
  const { limiter, deadline, holdOutMs } = options;
  const { clock } = session;
  const work = () => prepare(session, order, options);
  return await limiter.run(() => holdOut({ deadline, clock, holdOutMs }, work), deadline.signal);
}

/** A backup, with what tells it from others where a create of ours was answered with it. */
export interface Asked {
  readonly backup: Backup;
  readonly expected: ExpectedBackup;
}

/**
 * Asks for one backup and returns as soon as the cloud has accepted it.
 * @throws UncertainCreateError: one may exist; InputError, LoginError, LookupError, ApiError,
 * NetworkError, InstanceBusyError, the reason of the deadline's signal: no backup was made
 */
export async function askForBackup(
  session: Session,
  order: BackupOrder,
  options: InnerOptions,
): Promise<Asked> {
  checkOrder(order);
  checkTimes({ busyTimeoutMs: options.busyTimeoutMs });
  const { deadline, limiter = createLimiter(Number.POSITIVE_INFINITY) } = options;
  const holdOutMs = options.holdOutMs ?? options.timeoutMs ?? PATIENCE_MS;
  const creation = await prepareInTurn(session, order, { ...options, limiter, holdOutMs });
  deadline.throwIfOver();
  const reused = findReusable(creation, creation.existing);
  const { expected } = creation;
  if (reused !== undefined) return { backup: reused, expected };
  const { name } = creation.order;
  if (name !== order.name) {
    session.log.info(
      `${order.name} is the name of a failed backup: the next try is named ${name}.`,
    );
  }
  const backup = await createExactlyOne(creation);
  return { backup, expected };
}

/** The same, where nothing waits for it here. @throws as `askForBackup` does */
export async function createBackup(
  session: Session,
  order: BackupOrder,
  options: InnerOptions,
): Promise<Backup> {
  return (await askForBackup(session, order, options)).backup;
}
