import {
  BackupDeletingError,
  BackupError,
  BackupFailedError,
  CancelledError,
  StoppedError,
} from '../../errors/backup-error.ts';
import { InputError } from '../../errors/request-errors.ts';
import { PATIENCE_MS } from '../../http/patience.ts';
import type { Backup } from '../../model.ts';
import { neverAborted } from '../../runtime/abort.ts';
import { callBack } from '../../runtime/caller.ts';
import { createLimiter } from '../../runtime/limiter.ts';
import { labelLog } from '../../runtime/log.ts';
import { within } from '../deadline.ts';
import { describeKnown, findKnownName } from '../instances.ts';
import { type BackupOrder, checkOrders, tellApart } from '../order.ts';
import type { Progress } from '../wait/progress.ts';
import type { WaitContext } from '../wait/schedule.ts';
import { type Asked, askForBackup, type CreateOptions } from './create-backup.ts';
import { warnOfShortTime } from './least-time.ts';
import { waitForOwn } from './wait-for-own.ts';

/** What became of one order. */
export interface BackupOutcome {
  /** The order as it was given. */
  readonly order: BackupOrder;
  /** The instance's name, where a list that was read for something else has told it. */
  readonly instanceName?: string | undefined;
  /** The backup as last seen; `undefined` when none was made, or none is known. */
  readonly backup: Backup | undefined;
  /** Why it is no restore point; `undefined` when all went well. */
  readonly error: unknown;
}

/** How several backups are asked for; time limits are in milliseconds and hold for all together. */
export interface CreateManyOptions extends CreateOptions {
  /** Whether to wait until each is completed. Default `true`; `timeoutMs` is then required. */
  readonly wait?: boolean | undefined;
  /** How many creates may be under way at a time; running backups are not limited. Default 8. */
  readonly concurrency?: number | undefined;
  /** Makes no further creates and stops waiting as soon as one fails. Default `false`. */
  readonly failFast?: boolean | undefined;
  /** Called as soon as the cloud has accepted a backup; `index` is the order's. Once more where the id that the cloud answered with turned out to be another backup's, and ours was found. */
  readonly onAccepted?: ((backup: Backup, index: number) => void) | undefined;
  /** Called whenever something changed, and at least once a minute for each running backup. */
  readonly onProgress?: ((progress: Progress, index: number) => void) | undefined;
  /** Called when an order has come to its end. */
  readonly onSettled?: ((outcome: BackupOutcome, index: number) => void) | undefined;
}

const CONCURRENCY = 8;

/** Takes down the backup as it was seen last; `undefined`: what was taken for it is another's. */
type Note = (backup: Backup | undefined) => void;

/** Without waiting, a backup that was found to be failed is no success all the same. */
function throwIfLost(backup: Backup): void {
  if (backup.status === 'FAILED') throw new BackupFailedError(backup, undefined);
  if (backup.status === 'DELETING') throw new BackupDeletingError(backup);
}

/** The backup as an error tells it; a caller's own error may be about another order's. */
function reportedBackup(error: unknown, known: Backup | undefined): Backup | undefined {
  const told = error instanceof BackupError ? error.backup : undefined;
  return told !== undefined && (known ?? told).id === told.id ? told : known;
}

/**
 * Makes a backup for each order, all at once, over one login. Never rejects for what happens to an
 * order: each outcome says it. An outcome without an error is a completed backup (`wait: false`: an accepted one).
 * @throws InputError with every problem of the orders; nothing is sent
 */
export async function createBackups(
  context: Omit<WaitContext, 'isBatch'>,
  orders: readonly BackupOrder[],
  options: CreateManyOptions,
): Promise<readonly BackupOutcome[]> {
  const {
    wait = true,
    concurrency = CONCURRENCY,
    failFast = false,
    signal = neverAborted,
  } = options;
  const { timeoutMs = Number.POSITIVE_INFINITY } = options;
  checkOrders(orders, { concurrency, timeoutMs, busyTimeoutMs: options.busyTimeoutMs, wait });
  const { clock } = context.session;
  const isListed = options.reuseExisting === true || options.hasUniqueName !== true;
  warnOfShortTime(context.session, { orders, isListed, wait }, timeoutMs);
  const startMs = clock.monotonicMs();
  const remainingMs = () => Math.max(0, startMs + timeoutMs - clock.monotonicMs());
  const limiter = createLimiter(concurrency);
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const isAlone = orders.length === 1;

  function contextOf(order: BackupOrder): WaitContext {
    if (isAlone) return { ...context, isBatch: false };
    const { session } = context;
    const log = labelLog(session.log, () => `${order.service} ${describeKnown(session, order)}`);
    return { ...context, session: { ...session, log }, isBatch: true };
  }

  /** What keeps single orders from being told apart; what is over by now is told in each one's outcome. */
  async function listTroubles(): Promise<ReadonlyMap<number, unknown>> {
    const sessionOf = (order: BackupOrder) => contextOf(order).session;
    const limits = { signal: stop, timeoutMs: remainingMs() };
    try {
      return await within(clock, limits, undefined, (deadline) =>
        tellApart(orders, { sessionOf, limiter, stop: deadline.signal }),
      );
    } catch (error) {
      if (error instanceof InputError) throw error;
      return new Map();
    }
  }

  function tellAccepted({ session }: WaitContext, backup: Backup, index: number) {
    callBack(session, 'onAccepted', options.onAccepted, backup, index);
  }

  /** The accepted one, or the completed one where that is waited for. */
  async function follow(
    { backup: accepted, expected: asked }: Asked,
    index: number,
    own: WaitContext,
    note: Note,
  ) {
    if (stop.aborted) throw new CancelledError(accepted);
    if (!wait) return throwIfLost(accepted);
    const onProgress = (progress: Progress) => {
      note(progress.backup);
      callBack(own.session, 'onProgress', options.onProgress, progress, index);
    };
    const onDisowned = () => note(undefined);
    const onFound = (found: Backup) => {
      note(found);
      tellAccepted(own, found, index);
    };
    const told = { onProgress, onDisowned, onFound };
    const waiting = { timeoutMs: remainingMs(), signal: stop, asked, ...told };
    note(await waitForOwn(own, accepted, waiting));
  }

  async function settle(order: BackupOrder, index: number): Promise<BackupOutcome> {
    const own = contextOf(order);
    const holdOutMs = wait || options.busyTimeoutMs !== undefined ? undefined : PATIENCE_MS;
    let backup: Backup | undefined;
    let error: unknown;
    try {
      const trouble = troubles.get(index);
      if (trouble !== undefined) throw trouble;
      const limits = { signal: stop, timeoutMs: remainingMs() };
      const asked = await within(clock, limits, undefined, (deadline) =>
        askForBackup(own.session, order, { ...options, ...limits, holdOutMs, deadline, limiter }),
      );
      backup = asked.backup;
      tellAccepted(own, asked.backup, index);
      await follow(asked, index, own, (latest) => {
        backup = latest;
      });
    } catch (reason) {
      const isStopped = reason instanceof CancelledError && !signal.aborted;
      error = isStopped ? new StoppedError(reason.backup) : reason;
      backup = reportedBackup(error, backup);
      if (failFast) failure.abort();
    }
    const outcome = { order, instanceName: findKnownName(own.session, order), backup, error };
    callBack(own.session, 'onSettled', options.onSettled, outcome, index);
    return outcome;
  }

  const troubles = await listTroubles();
  return await Promise.all(orders.map(settle));
}
