import type { Backup } from '../model.ts';
import { formatDuration } from '../runtime/text.ts';
import { type Advice, advice, option, writeAdvice } from './advice.ts';

export interface BackupErrorOptions {
  readonly cause?: unknown;
  /** What the user can change, as one or more full sentences. */
  readonly hint?: Advice | undefined;
  readonly backup?: Backup | undefined;
}

/** The base of everything this library throws on purpose. */
export class BackupError extends Error {
  /** The name of the class. */
  override readonly name: string = 'BackupError';
  /** What to change, as one or more full sentences; `undefined` where nobody knows. */
  readonly hint: string | undefined;
  /** The same hint in parts, the options that it names among them. */
  readonly advice: Advice | undefined;
  /** The backup that exists in the cloud all the same, as last seen. */
  readonly backup: Backup | undefined;

  /** @internal */
  constructor(message: string, { cause, hint, backup }: BackupErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.advice = hint;
    this.hint = hint && writeAdvice(hint);
    this.backup = backup;
  }
}

function describeReason(reason: string | undefined): string {
  if (!reason) return 'the cloud gave no reason.';
  return /[.!?]$/.test(reason) ? `"${reason}"` : `"${reason}".`;
}

/** The cloud ended the backup without a restore point; `reason` is its own word, if it gave one. */
export class BackupFailedError extends BackupError {
  override readonly name = 'BackupFailedError';
  declare readonly backup: Backup;
  /** The cloud's own words; `undefined` where it gave none. */
  readonly reason: string | undefined;

  /** @internal */
  constructor(backup: Backup, reason: string | undefined) {
    super(`Backup ${backup.id} (${backup.name}) failed: ${describeReason(reason)}`, {
      backup,
      hint: 'There is no restore point. Look at the instance in the console before trying again.',
    });
    this.reason = reason;
  }
}

/** Somebody deletes the backup while it is waited for. */
export class BackupDeletingError extends BackupError {
  override readonly name = 'BackupDeletingError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup) {
    super(`Backup ${backup.id} (${backup.name}) is being deleted by somebody else.`, {
      backup,
      hint: 'There is no restore point. Find out who or what deletes backups of this instance.',
    });
  }
}

/** The cloud listed the backup, and then no longer. */
export class BackupVanishedError extends BackupError {
  override readonly name = 'BackupVanishedError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup) {
    super(
      `Backup ${backup.id} (${backup.name}) has vanished: the cloud listed it, and no longer does.`,
      {
        backup,
        hint: 'There is no restore point. Find out who or what deletes backups of this instance.',
      },
    );
  }
}

/** The cloud accepted the backup and named its id, but never listed it. */
export class BackupNeverListedError extends BackupError {
  override readonly name = 'BackupNeverListedError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup, elapsedMs: number) {
    super(
      `Backup ${backup.id} (${backup.name}) was accepted, but the cloud has not listed it in ${formatDuration(elapsedMs)}.`,
      {
        backup,
        hint: 'Look in the console whether it exists; until then there is no restore point.',
      },
    );
  }
}

/** The backup goes on in the cloud, but the cloud no longer lets us look at it; `cause` says why. */
export class StatusUnavailableError extends BackupError {
  override readonly name = 'StatusUnavailableError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup, cause: BackupError) {
    super(
      `Backup ${backup.id} (${backup.name}) goes on in the cloud, but it can’t be looked at any more. ${cause.message}`,
      { backup, cause, hint: cause.advice },
    );
  }
}

/** What work had not come to when it ended early, where nothing else is said. */
export const UNASKED = 'a backup was asked for: there is none';

/**
 * The time limit ended. With `backup`, that one goes on in the cloud; without, what the call was for had
 * not come by then. `cause`: what had gone wrong last, if anything had.
 */
export class DeadlineError extends BackupError {
  override readonly name = 'DeadlineError';
  /** Milliseconds that a backup was waited for. */
  readonly elapsedMs: number | undefined;

  /** @internal */
  constructor(message: string, options: BackupErrorOptions, elapsedMs?: number) {
    super(message, options);
    this.elapsedMs = elapsedMs;
  }

  /** `unreached`: what the call had not come to. @internal */
  static before(unreached: string | undefined, cause?: unknown): DeadlineError {
    const trouble = cause instanceof BackupError ? cause : undefined;
    const before =
      unreached ?? (trouble === undefined ? UNASKED : 'a backup was accepted: there is none');
    const last = trouble === undefined ? '' : ` What went wrong last: ${trouble.message}`;
    const hint =
      trouble === undefined
        ? advice`Raise ${option('timeoutMs')}, or find out why the cloud answers so slowly.`
        : trouble.advice;
    return new DeadlineError(`The time limit ended before ${before}.${last}`, { cause, hint });
  }

  /** The backup was not seen to be over. @internal */
  static waiting(backup: Backup, elapsedMs: number, cause?: unknown): DeadlineError {
    const state = `was still ${backup.statusWord ?? backup.status} after ${formatDuration(elapsedMs)}`;
    const lastPoll = cause instanceof Error ? ` The last poll failed: ${cause.message}` : '';
    return new DeadlineError(
      `Backup ${backup.id} (${backup.name}) ${state} of waiting; it goes on in the cloud.${lastPoll}`,
      {
        cause,
        backup,
        hint: advice`Do not migrate yet: wait for it in the console, or raise ${option('timeoutMs')}.`,
      },
      elapsedMs,
    );
  }
}

/** The caller's signal aborted, or the client was closed. With `backup`, that one goes on in the cloud; without, none was made. */
export class CancelledError extends BackupError {
  override readonly name = 'CancelledError';

  /** `unreached`: what the call had not come to. @internal */
  constructor(backup?: Backup, unreached: string = UNASKED) {
    super(
      backup === undefined
        ? `Cancelled before ${unreached}.`
        : `Cancelled. Backup ${backup.id} (${backup.name}) goes on in the cloud.`,
      backup === undefined
        ? {}
        : {
            backup,
            hint: 'Look for it under this id in the console; delete it there if you do not want it.',
          },
    );
  }
}

/** Given up because another backup of the same call failed. With `backup`, that one goes on in the cloud. */
export class StoppedError extends BackupError {
  override readonly name = 'StoppedError';

  /** @internal */
  constructor(backup?: Backup) {
    super(
      backup === undefined
        ? 'Not asked for any more, because another backup failed: there is none.'
        : `Not waited for any longer, because another backup failed. Backup ${backup.id} (${backup.name}) goes on in the cloud.`,
      { backup },
    );
  }
}
