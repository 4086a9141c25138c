import { BackupError } from './backup-error.ts';

export interface UncertainCreateFields {
  readonly title: string;
  readonly backupName: string;
  readonly instanceId: string;
  /** Ids of backups that may be the one, when there is more than one. */
  readonly candidates?: readonly string[];
  readonly cause: unknown;
}

function describeCause(cause: unknown): string {
  return cause instanceof BackupError
    ? ` ${cause.message}`
    : ' No answer came before this step was ended.';
}

/** The create was sent and its outcome is not known: one backup may exist. */
export class UncertainCreateError extends BackupError {
  override readonly name = 'UncertainCreateError';
  /** The name to look for in the console. */
  readonly backupName: string;
  /** The instance that it would be of. */
  readonly instanceId: string;
  /** Ids of backups that may be the one, when there is more than one. */
  readonly candidates: readonly string[];

  /** @internal */
  constructor(fields: UncertainCreateFields) {
    const { title, backupName, instanceId, candidates = [], cause } = fields;
    const list = candidates.length > 0 ? ` It may be any of ${candidates.join(', ')}.` : '';
    super(
      `A backup named ${backupName} may exist: ${title} was asked for it and what became of that is not known.${list}${describeCause(cause)}`,
      {
        cause,
        hint: `Look in the console under the backups of instance ${instanceId} for the name ${backupName} before you run this again.`,
      },
    );
    this.backupName = backupName;
    this.instanceId = instanceId;
    this.candidates = candidates;
  }
}
