import type { RestoredInstance } from '../model.ts';
import { formatDuration } from '../runtime/text.ts';
import { BackupError } from './backup-error.ts';

/** What a restore has not come to when it ends early. */
export const UNRESTORED = 'a new instance was asked for: there is none';

export interface UncertainRestoreFields {
  readonly title: string;
  readonly instanceName: string;
  readonly backupId: string;
  /** Ids of instances that have the name. */
  readonly candidates: readonly string[];
  /** The one that the cloud has named, where it has named one. */
  readonly instance?: RestoredInstance | undefined;
  readonly cause: unknown;
}

function describeDoubt({ title, candidates, instance, cause }: UncertainRestoreFields): string {
  const ids = candidates.join(', ');
  if (instance !== undefined) {
    return `${title} answered with ${instance.id}, and lists ${ids} of this name: a gateway can send a call on twice.`;
  }
  const end = cause instanceof BackupError ? ` ${cause.message}` : ' No answer came in time.';
  return candidates.length === 0
    ? `${title} was asked for it once, and what became of that is not known.${end}`
    : `${title} was asked for it once, and lists ${ids} of this name, which may be something else’s.${end}`;
}

/** The call was sent once, and what came of it is not known, or there are two: an instance that costs may exist. */
export class UncertainRestoreError extends BackupError {
  override readonly name = 'UncertainRestoreError';
  /** The name to look for in the console. */
  readonly instanceName: string;
  /** The backup that it would be made from. */
  readonly backupId: string;
  /** Ids of the instances that have the name, as far as a list has shown them. */
  readonly candidates: readonly string[];
  /** The one that the cloud has accepted, where it has named one. */
  readonly instance: RestoredInstance | undefined;

  /** @internal */
  constructor(fields: UncertainRestoreFields) {
    const { title, instanceName, candidates, instance, cause } = fields;
    const what =
      instance === undefined
        ? `An instance named ${instanceName} may exist`
        : `More than one instance named ${instanceName} may exist`;
    super(`${what}: ${describeDoubt(fields)}`, {
      cause,
      hint: `Each instance costs. Look in the console of ${title} for the name ${instanceName}, delete what you do not need, and take another name when you run this again.`,
    });
    this.instanceName = instanceName;
    this.backupId = fields.backupId;
    this.candidates = candidates;
    this.instance = instance;
  }
}

/** The new instance is there and will not become ready: the cloud says that it failed, or no longer lists it. */
export class RestoreFailedError extends BackupError {
  override readonly name = 'RestoreFailedError';
  /** The new instance, as last seen. */
  readonly instance: RestoredInstance;
  /** The cloud's own words; `undefined` where it gave none. */
  readonly reason: string | undefined;

  /** `end`: what became of it, after its name. @internal */
  constructor(instance: RestoredInstance, end: string, reason: string | undefined) {
    const said = reason === undefined ? '' : ` The cloud says: "${reason}".`;
    super(`Instance ${instance.id} (${instance.name}) ${end}.${said}`, {
      hint: `Look for the id in the console, and delete it there: a failed instance stays, and whether it costs no page says. The backup ${instance.backupId} is as it was.`,
    });
    this.instance = instance;
    this.reason = reason;
  }
}

/** The new instance exists and costs, and was not waited for until it was ready. `cause`: what ended the wait. */
export class RestoreUnfinishedError extends BackupError {
  override readonly name = 'RestoreUnfinishedError';
  /** The new instance, as last seen. */
  readonly instance: RestoredInstance;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;

  /** `end`: what ended the wait, as a sentence. @internal */
  constructor(instance: RestoredInstance, elapsedMs: number, end: string, cause: unknown) {
    const { id, name, status } = instance;
    const last = cause instanceof BackupError ? ` ${cause.message}` : '';
    super(
      `${end} Instance ${id} (${name}) exists and costs; it was ${status} after ${formatDuration(elapsedMs)} of waiting.${last}`,
      {
        cause,
        hint: `It goes on in the cloud: look for the name ${name} in the console, and delete what you do not want.`,
      },
    );
    this.instance = instance;
    this.elapsedMs = elapsedMs;
  }
}
