import { ApiError } from '../errors/api-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { InputError, LoginError } from '../errors/request-errors.ts';
import type { Backup } from '../model.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';
import { CANCEL_GRACE_MS, type Deadline, explainAbort } from './deadline.ts';
import type { BackupRef } from './list.ts';

/**
 * A delete that is out gets a moment for its answer when the time is over: it may be done.
 * @throws InputError, ApiError, NetworkError, CancelledError, DeadlineError
 */
export async function deleteBackup(
  session: Session,
  { service, id }: Pick<BackupRef, 'service' | 'id'>,
  deadline: Deadline,
): Promise<void> {
  const { deleteBackup: describeDelete } = getService(service);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    throw new InputError([{ input: 'id', problem: 'is not the id of a backup' }]);
  }
  let isOut = false;
  const onExchange = (isUnderWay: boolean) => {
    isOut = isUnderWay;
  };
  try {
    const { signal: begin } = deadline;
    const projectId = await session.findProjectId(begin);
    const untilAnswered = deadline.pastEnd(CANCEL_GRACE_MS);
    const limits = { begin, onExchange };
    await session.send(service, describeDelete(projectId, id), untilAnswered, limits);
  } catch (error) {
    const unreached = isOut
      ? `the answer to the delete of backup ${id} came: whether it is gone is not known`
      : `backup ${id} was deleted`;
    throw explainAbort(error, deadline, unreached);
  }
}

/** A backup that should have gone, and why it did not. */
interface Kept {
  readonly backup: Backup;
  readonly error: unknown;
}

type End = 'deleted' | 'gone already' | { readonly error: unknown };

async function deleteOne(session: Session, backup: Backup, deadline: Deadline): Promise<End> {
  const ageMs = session.cloudTimeMs() - Date.parse(backup.beginTime ?? '');
  const which = `backup ${backup.id} (${backup.name}, ${backup.status}), ${formatDuration(ageMs)} old`;
  try {
    await deleteBackup(session, backup, deadline);
    session.log.info(`Deleted ${which}.`);
    return 'deleted';
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'backup-not-found')) return { error };
    if (!error.mayRepeat) {
      session.log.info(`Backup ${backup.id} was gone already.`);
      return 'gone already';
    }
    session.log.info(`Deleted ${which}: it is gone, after a delete call whose answer was lost.`);
    return 'deleted';
  }
}

/** Whether the next delete would meet the same: a gateway that lacks the call, wants fewer calls, or no longer takes our login. */
const endsAll = (error: unknown) =>
  error instanceof LoginError ||
  (error instanceof ApiError && ['throttled', 'login', 'routing'].includes(error.kind));

/** Equal refusals of one instance's backups; a lock of them all is found out by two. */
const EQUAL_REFUSALS = 2;

/** What the cloud said no with; `undefined`: it did not say no. */
const refusalOf = (error: unknown): string | undefined =>
  error instanceof ApiError && error.kind !== 'server'
    ? `${error.status} ${error.code ?? ''}`
    : undefined;

const LOCKED =
  'Perhaps a lock keeps the instance’s backups (TaurusDB’s backup vault lock, for days or years): look at its backups in the console. The next run tries two again.';

interface Pruned {
  readonly deleted: readonly Backup[];
  readonly kept: readonly Kept[];
}

const whyOf = (error: unknown) => (error instanceof BackupError ? error.message : String(error));

const notTried = (backup: Backup, cause: unknown): Kept => ({
  backup,
  error: new BackupError(
    'Its delete was not sent, because the one before it was refused for a reason that holds for all.',
    { cause },
  ),
});

const beganMs = ({ beginTime = '' }: Backup) => Date.parse(beginTime) || 0;

/** Those that were refused with the same words as `error`; none where it is no refusal. */
function alikeTo(kept: readonly Kept[], error: unknown): readonly Kept[] {
  const refusal = refusalOf(error);
  return refusal === undefined ? [] : kept.filter((one) => refusalOf(one.error) === refusal);
}

/** A warning for each that could not be deleted, and one for all that a lock may keep; `left` more are not tried. */
function warnOfKept(log: Log, kept: readonly Kept[], left: number): void {
  const last = kept.at(-1);
  if (last === undefined) return;
  const others = left > 0 ? `, and ${left} more are not tried` : '';
  const alike = alikeTo(kept, last.error);
  const locked = alike.length >= EQUAL_REFUSALS && !endsAll(last.error) ? alike : [];
  for (const one of kept.filter((each) => !locked.includes(each))) {
    const ending = one === last ? others : '';
    log.warning(`Old backup ${one.backup.id} could not be deleted${ending}. ${whyOf(one.error)}`);
  }
  if (locked.length === 0) return;
  const ids = locked.map(({ backup }) => backup.id).join(' and ');
  log.warning(`Old backups ${ids} could not be deleted${others}. ${whyOf(last.error)} ${LOCKED}`);
}

/** Whether the last error, after those before it, says that no further delete of this instance is worth sending. */
const isLastTry = (kept: readonly Kept[], error: unknown): boolean =>
  endsAll(error) || alikeTo(kept, error).length >= EQUAL_REFUSALS;

/**
 * Deletes one after the other, the oldest first. A cancellation ends it after the delete that is
 * under way; being throttled or no longer let in, and a second equal refusal, end it at once, with
 * one warning for all that are left.
 */
export async function deleteOld(
  session: Session,
  backups: readonly Backup[],
  deadline: Deadline,
): Promise<Pruned> {
  const deleted: Backup[] = [];
  const kept: Kept[] = [];
  const waiting = backups.toSorted((one, other) => beganMs(one) - beganMs(other));
  const { signal } = deadline;
  for (let backup = waiting.shift(); backup && !signal.aborted; backup = waiting.shift()) {
    const end = await deleteOne(session, backup, deadline);
    if (end === 'deleted') deleted.push(backup);
    if (typeof end === 'string') continue;
    kept.push({ backup, error: end.error });
    if (!isLastTry(kept, end.error)) continue;
    warnOfKept(session.log, kept, waiting.length);
    const left = waiting.splice(0).map((one) => notTried(one, end.error));
    return { deleted, kept: [...kept, ...left] };
  }
  warnOfKept(session.log, kept, 0);
  return { deleted, kept };
}
