import type { Clock } from '../clock.ts';
import { ApiError } from '../errors/api-error.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import { DeadlineError } from '../errors/deadline-error.ts';
import { InputError } from '../errors/input-error.ts';
import { LoginError } from '../errors/login-error.ts';
import { NetworkError } from '../errors/network-error.ts';
import { UncertainCreateError } from '../errors/uncertain-create-error.ts';
import { getService } from '../services/index.ts';
import type { ServiceOrder } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { type BackupOrder, checkOrder, findSuffixWarning } from './backup-order.ts';
import { findNode } from './find-node.ts';

export interface CreateOptions {
  /** Milliseconds from now, for everything that creating takes. */
  readonly timeoutMs?: number | undefined;
  /** Cancels. A create that is on its way gets five seconds more for its answer. */
  readonly signal?: AbortSignal | undefined;
}

const CANCEL_GRACE_MS = 5_000;
const never = new AbortController().signal;

/** Follows `signal`, `graceMs` later. */
function delayAbort(signal: AbortSignal, graceMs: number, clock: Clock): AbortSignal {
  const controller = new AbortController();
  const startGrace = () => {
    const end = clock.signalAfter(graceMs);
    end.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  };
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true });
  return controller.signal;
}

/** Whether the cloud surely made no backup. */
function isSurelyRefused(error: unknown): boolean {
  if (error instanceof ApiError) return error.status < 500;
  if (error instanceof NetworkError) return !error.mayHaveArrived;
  return error instanceof LoginError || error instanceof InputError;
}

/** Everything before the create call: nothing exists yet, whatever goes wrong. */
async function prepare(session: Session, order: BackupOrder, stop: AbortSignal) {
  const { service, instanceId, name, description } = order;
  const warning = findSuffixWarning(service, instanceId);
  if (warning !== undefined) session.log.warning(warning);
  await session.prepareLogin(stop);
  const projectId = await session.findProjectId(stop);
  const nodeId = await findNode(session, { service, instanceId }, stop);
  const databases = order.databases ?? [];
  return { projectId, instanceId: nodeId, name, description, databases } satisfies ServiceOrder;
}

/**
 * Asks for one backup and returns as soon as the cloud has accepted it.
 * @throws InputError, LookupError, ApiError, NetworkError, CancelledError, DeadlineError: no backup
 * was made; UncertainCreateError: one may exist.
 */
export async function createBackup(
  session: Session,
  order: BackupOrder,
  options: CreateOptions = {},
): Promise<Backup> {
  checkOrder(order);
  const { signal = never, timeoutMs } = options;
  const { clock } = session;
  const deadline = timeoutMs === undefined ? never : clock.signalAfter(timeoutMs);
  const deadlineMs = clock.monotonicMs() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  const { service } = order;
  const stop = AbortSignal.any([signal, deadline]);
  const ready = await prepare(session, order, stop).catch((error: unknown) => {
    if (signal.aborted) throw new CancelledError();
    throw deadline.aborted ? new DeadlineError(error) : error;
  });
  if (signal.aborted) throw new CancelledError();
  if (clock.monotonicMs() >= deadlineMs) throw new DeadlineError();

  const inFlight = AbortSignal.any([delayAbort(signal, CANCEL_GRACE_MS, clock), deadline]);
  const { title, createBackup: describeCreate } = getService(service);
  try {
    const created = await session.send(service, describeCreate(ready), inFlight);
    return {
      ...created,
      service,
      name: order.name,
      instanceId: order.instanceId,
      partial: ready.databases.length > 0,
      endTime: undefined,
      sizeMb: undefined,
      description: order.description,
      type: 'manual',
      created: true,
    };
  } catch (cause) {
    if (isSurelyRefused(cause)) throw cause;
    const { name: backupName, instanceId } = order;
    throw new UncertainCreateError({ title, backupName, instanceId, cause });
  }
}
