import { mayPass } from '../../errors/may-pass.ts';
import { UncertainCreateError } from '../../errors/uncertain-create-error.ts';
import type { BackupRecord } from '../../services/service.ts';
import { listRecords } from '../list-records.ts';
import { findPauseMs } from '../wait/poll-schedule.ts';
import type { CreateTask } from './create-task.ts';
import { isOwn, mayBeOwn } from './own-backup.ts';

const LOOK_FOR_MS = 60_000;

/** The manual backups of the instance that have the order's name. */
export async function listNamedAlike({ session, order, limits }: CreateTask) {
  const { service, instanceId, name } = order;
  const filter = { service, instanceId, type: 'manual' } as const;
  const records = await listRecords(session, filter, limits.stop);
  return records.filter((record) => record.name === name);
}

/** One look at the list. @throws UncertainCreateError when it can't be told which backup is ours. */
export async function findOwn(task: CreateTask, cause: unknown): Promise<BackupRecord | undefined> {
  const { order, claim, service } = task;
  const { instanceId, name: backupName } = order;
  const records = await listNamedAlike(task);
  const [own, ...others] = records.filter((record) => isOwn(record, claim));
  // What may be ours and can't be told to be stands in the way of a second create.
  const doubtful = own === undefined ? records.filter((record) => mayBeOwn(record, claim)) : others;
  if (doubtful.length === 0) return own;
  const candidates = [own, ...doubtful].flatMap((record) => record?.id ?? []);
  throw new UncertainCreateError({
    title: service.title,
    backupName,
    instanceId,
    candidates,
    cause,
  });
}

/** `undefined`: the list could not be had this time. */
async function tryToFindOwn(task: CreateTask, cause: unknown) {
  try {
    return { own: await findOwn(task, cause) };
  } catch (error) {
    if (!mayPass(error)) throw error;
    task.session.log.debug(`The list could not be had: ${String(error)}`);
    return undefined;
  }
}

/**
 * Looks for our backup for a minute: lists lag behind. `undefined` means that a list of the minute's
 * end does not show it; without such a list nothing is known, and it looks on until the deadline.
 * @throws the cause when the deadline comes first
 */
export async function lookForOwn(
  task: CreateTask,
  cause: unknown,
): Promise<BackupRecord | undefined> {
  const { session, order, limits } = task;
  const { clock, random, log } = session;
  const startMs = clock.monotonicMs();
  log.info(`It is not known whether backup ${order.name} was made: looking for it for a minute.`);
  for (;;) {
    const elapsedMs = clock.monotonicMs() - startMs;
    const look = await tryToFindOwn(task, cause);
    if (look?.own !== undefined) return look.own;
    if (look !== undefined && elapsedMs >= LOOK_FOR_MS) return undefined;
    if (limits.findLeftMs() <= 0) throw cause;
    const untilMinuteMs = LOOK_FOR_MS - elapsedMs;
    const pauseMs = findPauseMs(elapsedMs, random);
    const leftMs =
      untilMinuteMs > 0 ? Math.min(untilMinuteMs, limits.findLeftMs()) : limits.findLeftMs();
    await clock.sleep(Math.min(pauseMs, leftMs), limits.cancelled);
  }
}
