import { BackupError } from './backup-error.ts';

/** A project, an instance or a node was looked up and there was not exactly one; `found` lists what there was. */
export class LookupError extends BackupError {
  override readonly name = 'LookupError';
  /** Ids or names of what there was: none, or too many. */
  readonly found: readonly string[];

  /** @internal */
  constructor(message: string, found: readonly string[], hint: string) {
    super(message, { hint });
    this.found = found;
  }
}
