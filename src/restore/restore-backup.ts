import { explainAbort, startDeadline } from '../backup/deadline.ts';
import { UNRESTORED } from '../errors/restore-errors.ts';
import type { Backup, RestoredInstance } from '../model.ts';
import { callBack } from '../runtime/caller.ts';
import type { Session } from '../session.ts';
import { makeExactlyOne } from './exactly-one-instance.ts';
import {
  listMissing,
  prepareRestore,
  type RestorePlanOptions,
  refuseProblems,
} from './restore-plan.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** How a backup is restored to a new instance. */
export interface RestoreBackupOptions extends RestorePlanOptions {
  /** The password of its administrator: 8 to 32 characters of three kinds. */
  readonly password: string;
  /** Milliseconds from now, for everything. Default: two hours. */
  readonly timeoutMs?: number | undefined;
  /** Cancels. A call that is on its way gets five seconds more for its answer; an instance that was accepted goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Promises that nothing else makes up this name: after a lost answer the one instance of it is then known to be this call's. Default `false`; a name that is left out is unique. */
  readonly hasUniqueName?: boolean | undefined;
  /** Whether to wait until it is ready. Default `true`. */
  readonly wait?: boolean | undefined;
  /** Called as soon as the cloud has named the new instance: from then on it costs. */
  readonly onAccepted?: ((instance: RestoredInstance) => void) | undefined;
}

const TIMEOUT_MS = 7_200_000;

/**
 * Makes one new instance from a backup, by the call that `describeRestore` describes, and resolves when
 * it is ready. Each of them costs; nothing here deletes one.
 */
export async function restoreBackup(
  session: Session,
  backup: Backup,
  options: RestoreBackupOptions,
): Promise<RestoredInstance> {
  const { timeoutMs = TIMEOUT_MS, wait = true, onAccepted } = options;
  const deadline = startDeadline(session.clock, options.signal, timeoutMs, UNRESTORED);
  try {
    const prepared = await prepareRestore(session, backup, options, deadline.signal);
    refuseProblems([...prepared.problems, ...listMissing(prepared)]);
    const hasUniqueName = prepared.isNameDrawn || options.hasUniqueName === true;
    const task = { session, backup, prepared, hasUniqueName, deadline };
    const made = await makeExactlyOne(task);
    callBack(session, 'onAccepted', onAccepted, made);
    return wait ? await waitUntilReady(task, made) : made;
  } catch (error) {
    throw explainAbort(error, deadline);
  } finally {
    deadline.dispose();
  }
}
