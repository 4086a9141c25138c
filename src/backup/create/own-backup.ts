import { cleanCloudText } from '../../cloud-text.ts';
import type { BackupRecord } from '../../services/service.ts';

/** What tells the backup that we asked for from all others. */
export interface Claim {
  readonly name: string;
  /** Whether nobody else can have made up this name. */
  readonly hasUniqueName: boolean;
  readonly description: string | undefined;
  /** The backups that were there before we asked. */
  readonly knownIds: ReadonlySet<string>;
  /** When we asked first, in milliseconds since 1970, by the cloud's clock as far as it is known. */
  readonly askedAtMs: number;
}

const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Whether a listed backup may be ours: it has the name, is not known to be another's, and is new. */
export const mayBeOwn = (record: BackupRecord, claim: Claim): boolean =>
  record.name === claim.name &&
  (record.type === undefined || record.type === 'manual') &&
  !claim.knownIds.has(record.id);

/**
 * Whether a listed backup is the one we asked for. With a name that others may use it has to be
 * manual, begun after we asked, and described as we described it; an unknown time is no match.
 */
export function isOwn(record: BackupRecord, claim: Claim): boolean {
  if (!mayBeOwn(record, claim)) return false;
  if (claim.hasUniqueName) return true;
  if (record.type !== 'manual') return false;
  const beganAtMs = record.beginTime === undefined ? Number.NaN : Date.parse(record.beginTime);
  if (!(beganAtMs >= claim.askedAtMs - CLOCK_TOLERANCE_MS)) return false;
  // Listed texts are made fit to print when they are read; ours has to be compared alike.
  const described = claim.description === undefined ? '' : cleanCloudText(claim.description);
  return record.description === undefined || record.description === described;
}
