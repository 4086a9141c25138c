import { BackupError } from './backup-error.ts';

/** The service's API has no such call in this cloud. */
export class UnsupportedError extends BackupError {
  override readonly name = 'UnsupportedError';
}
