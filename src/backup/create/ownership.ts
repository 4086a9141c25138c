import { BackupError } from '../../errors/backup-error.ts';
import type { Backup } from '../../model.ts';
import { cleanCloudText } from '../../runtime/text.ts';
import type { BackupRecord } from '../../services/service.ts';

/** What tells the backup that we asked for from all others. */
export interface ExpectedBackup {
  readonly name: string;
  /** Whether nothing else can have made up this name. */
  readonly hasUniqueName: boolean;
  readonly description: string | undefined;
  /** Whether nothing else can have made up this description. */
  readonly hasUniqueDescription: boolean;
  /** The backups of this name, in whatever case, that were there before we asked. */
  readonly knownIds: ReadonlySet<string>;
  /** When we asked first, in milliseconds since 1970, by the cloud's clock as far as it is known. */
  readonly askedAtMs: number;
}

const CLOCK_TOLERANCE_MS = 5 * 60_000;

export const isNamedAlike = (record: BackupRecord, name: string): boolean =>
  record.name?.toLowerCase() === name.toLowerCase();

/**
 * Whether a listed backup may be ours: it has the name, is not known to be another's, and is new.
 * Some lists may show names in another case: such a one is never taken, and stands in the way.
 */
export const mayMatch = (record: BackupRecord, expected: ExpectedBackup): boolean =>
  isNamedAlike(record, expected.name) &&
  (record.type === undefined || record.type === 'manual') &&
  !expected.knownIds.has(record.id);

/** Whether the record of the id that a create was answered with is another backup's: one that began before the ask. */
export function isAnothers(record: BackupRecord, { acceptedAt = '' }: Backup): boolean {
  if (!record.isBeginTimeZoned) return false;
  return Date.parse(record.beginTime ?? '') < Date.parse(acceptedAt) - CLOCK_TOLERANCE_MS;
}

/** The wait has met the record of another backup under the id that the create was answered with. */
export class AnothersRecordError extends BackupError {
  override readonly name = 'AnothersRecordError';
  readonly record: BackupRecord;

  constructor(record: BackupRecord) {
    super(
      `The create was answered with the id of another backup: ${record.id} began at ${record.beginTime}, before the ask.`,
    );
    this.record = record;
  }
}

/** Whether it began after we asked; `undefined` where the list tells no time. */
function isNew({ beginTime }: BackupRecord, { askedAtMs }: ExpectedBackup): boolean | undefined {
  const beganAtMs = beginTime === undefined ? Number.NaN : Date.parse(beginTime);
  return Number.isNaN(beganAtMs) ? undefined : beganAtMs >= askedAtMs - CLOCK_TOLERANCE_MS;
}

/** Whether it is described as we described it; `undefined` where the list tells no description. */
function isDescribedAlike(
  { description: listed }: BackupRecord,
  { description = '' }: ExpectedBackup,
): boolean | undefined {
  // Listed texts are made fit to print when they are read; ours has to be compared alike.
  return listed === undefined ? undefined : listed === cleanCloudText(description);
}

/**
 * Whether a listed backup is the one we asked for, after an answer that was lost. With a name that others
 * may use it has to be manual, begun after we asked, and described as we described it; an unknown time is no match.
 */
export function matches(record: BackupRecord, expected: ExpectedBackup): boolean {
  if (record.name !== expected.name || !mayMatch(record, expected)) return false;
  if (expected.hasUniqueName) return true;
  const isOfOurs = isDescribedAlike(record, expected) ?? true;
  return record.type === 'manual' && isNew(record, expected) === true && isOfOurs;
}

/** Whose a listed backup is. */
export type Owner = 'us' | 'another' | 'unknown';

/**
 * Whose a listed backup is, after a refusal that our own create explains, sent twice on its way. That is less
 * to go by than a lost answer: ours has what nothing else makes up, the name, or the description of a new one.
 */
export function findOwner(record: BackupRecord, expected: ExpectedBackup): Owner {
  if (!mayMatch(record, expected)) return 'another';
  const isNamed = record.name === expected.name;
  if (expected.hasUniqueName) return isNamed ? 'us' : 'unknown';
  const [isLater, isAlike] = [isNew(record, expected), isDescribedAlike(record, expected)];
  if (isLater === false || isAlike === false) return 'another';
  const isSure = isNamed && record.type === 'manual' && isLater && isAlike;
  return isSure && expected.hasUniqueDescription ? 'us' : 'unknown';
}
