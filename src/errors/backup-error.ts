import type { Backup } from '../backup/backup.ts';

export interface BackupErrorOptions {
  readonly cause?: unknown;
  /** What the user can change, as one or more full sentences. */
  readonly hint?: string | undefined;
  readonly backup?: Backup | undefined;
}

/** The base of everything this library throws on purpose. */
export class BackupError extends Error {
  /** The name of the class. */
  override readonly name: string = 'BackupError';
  /** What to change, as one or more full sentences; `undefined` where nobody knows. */
  readonly hint: string | undefined;
  /** The backup that exists in the cloud all the same, as last seen. */
  readonly backup: Backup | undefined;

  /** @internal */
  constructor(message: string, { cause, hint, backup }: BackupErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
    this.backup = backup;
  }
}
