import { BackupError } from './backup-error.ts';

export interface UncertainCreateFields {
  readonly title: string;
  readonly backupName: string;
  readonly instanceId: string;
  readonly cause: unknown;
}

/** The create was sent and its outcome is not known: one backup may exist. */
export class UncertainCreateError extends BackupError {
  override readonly name = 'UncertainCreateError';
  readonly backupName: string;
  readonly instanceId: string;

  constructor(fields: UncertainCreateFields) {
    const why = fields.cause instanceof BackupError ? ` ${fields.cause.message}` : '';
    super(
      `A backup named ${fields.backupName} may exist: ${fields.title} was asked for it and its answer is not known.${why}`,
      {
        cause: fields.cause,
        hint: `Look in the console under the backups of instance ${fields.instanceId} for the name ${fields.backupName} before you run this again.`,
      },
    );
    this.backupName = fields.backupName;
    this.instanceId = fields.instanceId;
  }
}
