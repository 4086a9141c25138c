import { BackupError } from '../errors/backup-error.ts';
import { InputError, type Problem } from '../errors/request-errors.ts';
import type { Backup } from '../model.ts';
import { isAffirmed } from '../runtime/caller.ts';
import { isSameInstance } from '../services/fields.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Deadline } from './deadline.ts';
import { deleteOld } from './delete.ts';
import { findNode } from './instances.ts';
import { toBackup } from './list.ts';
import { createSharedLists, type SharedLists } from './shared-lists.ts';

/** Which older backups may go. */
export interface PruneRule {
  /** How many completed backups stay whatever their age, `completed` included; 1 or more. Default with `keepDays`: 1. */
  readonly keepLast?: number | undefined;
  /**
   * For how many days a backup stays after its end, beside those that `keepLast` counts; 1 or more.
   * Counted back from the end of `completed`, by the cloud's own times: the caller's clock may be
   * wrong. Default: its age alone keeps none.
   */
  readonly keepDays?: number | undefined;
  /** Whether a backup of this name is one of those that the rule is about. Nothing else is ever deleted. */
  readonly isOurs: (name: string) => boolean;
  /** Ids of backups that stay whatever else holds, such as all that were made together with `completed`. */
  readonly stay?: readonly string[] | undefined;
  /**
   * Milliseconds since a backup was completed, or failed, before which it stays: another run may
   * stand on it. Where the list has no end, it counts as ended so long after its begin. Default: an hour.
   */
  readonly minAgeMs?: number | undefined;
  /** For how many milliseconds the caller's work has been going on: what began since then stays. Default: 0. */
  readonly runningMs?: number | undefined;
}

interface PruneCall extends PruneRule {
  readonly deadline: Deadline;
  /** Where the lists are shared with others who only read. */
  readonly lists?: SharedLists | undefined;
}

/** What became of the older backups. */
export interface PruneReport {
  /** Those that are gone, or being deleted. */
  readonly deleted: readonly Backup[];
  /** What should have gone, and why it did not. */
  readonly kept: readonly {
    /** One that is still there, as far as is known. */
    readonly backup: Backup;
    /** What the cloud or the network said to its delete; or that none was sent, and why. */
    readonly error: unknown;
  }[];
  /** What stays for now, because it is younger than `minAgeMs` or `runningMs` allow; a later call takes it. */
  readonly young: readonly Backup[];
}

/** The backup that was just completed. */
export type Completed = Pick<Backup, 'service' | 'instanceId' | 'id'>;

/** The instance whose older backups are looked at. */
export type PruneTarget = Omit<Completed, 'id'>;

/**
 * After a completed backup: keeps the newest and deletes older ones with one of our names, one by one.
 * Nothing is deleted unless the cloud lists `completed` as completed.
 * A cancellation ends it after the delete that is under way; the report says what is gone.
 * @throws InputError, ApiError, NetworkError; a backup that can't be deleted is in the report
 */
export async function pruneBackups(
  session: Session,
  completed: Completed,
  rule: PruneCall,
): Promise<PruneReport> {
  checkPrune(rule);
  const { id } = completed;
  const { old, young } = await applyRule(session, completed, rule, (records) => {
    const own = records.find((record) => record.id === id && record.status === 'COMPLETED');
    const beganAtMs = own === undefined ? Number.NaN : beganMs(own);
    if (own !== undefined && !Number.isNaN(beganAtMs)) {
      return { id, beganAtMs, endedAtMs: endedMs(own, 0) };
    }
    throw new BackupError(
      `Backup ${id} is not listed as completed with a time: nothing older is deleted.`,
    );
  });
  const report = await deleteOld(session, old, rule.deadline);
  return { ...report, young };
}

/** What a search for old backups that ends early has not come to. */
export const UNLISTED = 'the older backups were found';

/** What `pruneBackups` would delete after a backup that is completed now. @throws as it does */
export async function findOldBackups(
  session: Session,
  target: PruneTarget,
  rule: PruneCall,
): Promise<readonly Backup[]> {
  checkPrune(rule);
  const findOwn = () => {
    const nowMs = session.cloudTimeMs();
    return { id: undefined, beganAtMs: nowMs, endedAtMs: nowMs };
  };
  return (await applyRule(session, target, rule, findOwn)).old;
}

const isDuration = (ms: number | undefined) => ms === undefined || (Number.isFinite(ms) && ms >= 0);
const isCount = (count: number | undefined) =>
  count === undefined || (Number.isInteger(count) && count >= 1);

/** @throws InputError */
function checkPrune(rule: PruneRule): void {
  const { keepLast, keepDays, minAgeMs, runningMs } = rule;
  const problems: Problem[] = [];
  if (keepLast === undefined && keepDays === undefined) {
    problems.push({ input: 'keepLast', problem: 'is required where no days are given' });
  }
  for (const [input, count] of Object.entries({ keepLast, keepDays })) {
    if (!isCount(count)) problems.push({ input, problem: 'must be a whole number, 1 or more' });
  }
  for (const [input, ms] of Object.entries({ minAgeMs, runningMs })) {
    if (!isDuration(ms)) problems.push({ input, problem: 'must be a number of milliseconds' });
  }
  if (problems.length > 0) throw new InputError(problems);
}

const MIN_AGE_MS = 3_600_000;

interface Found {
  readonly old: readonly Backup[];
  readonly young: readonly Backup[];
}

/** Reads the list and applies the rule. `findOwn` finds the backup that all others are measured by. */
async function applyRule(
  session: Session,
  { service, instanceId }: PruneTarget,
  rule: PruneCall,
  findOwn: (records: readonly BackupRecord[]) => RetentionRule['own'],
): Promise<Found> {
  const { keepLast = 1, keepDays, stay = [] } = rule;
  const { signal } = rule.deadline;
  const isOurs = (name: string) => isAffirmed(session, 'isOurs', rule.isOurs, name);
  const { minAgeMs = MIN_AGE_MS, runningMs = 0 } = rule;
  const { lists = createSharedLists() } = rule;
  const filter = { service, instanceId, type: 'manual' } as const;
  const calledMs = session.clock.monotonicMs();
  const recordsInstanceId = await findNode(session, filter, signal);
  const records = await lists.list(session, filter, signal);
  const nowMs = session.cloudTimeMs();
  const startedAtMs = nowMs - runningMs - (session.clock.monotonicMs() - calledMs);
  const which = { keepLast, keepDays, isOurs, recordsInstanceId, own: findOwn(records), stay };
  const moment = { minAgeMs, nowMs, startedAtMs };
  const { old, young } = chooseOld(records, { ...which, ...moment });
  const toBackups = (some: readonly BackupRecord[]) => some.map((one) => toBackup(one, filter));
  return { old: toBackups(old), young: toBackups(young) };
}

export interface RetentionRule {
  /** How many completed backups stay, the own one included; 1 or more. */
  readonly keepLast: number;
  /** For how many days after its end each stays; `undefined`: its age alone keeps none. */
  readonly keepDays: number | undefined;
  /** Whether a backup of this name is one of those that the rule is about. */
  readonly isOurs: (name: string) => boolean;
  /** The id that the records of this instance carry. */
  readonly recordsInstanceId: string;
  /** The backup that was just completed, or is about to be made; days are counted back from its end. */
  readonly own: {
    readonly id: string | undefined;
    readonly beganAtMs: number;
    readonly endedAtMs: number;
  };
  /** Backups that stay whatever else holds. */
  readonly stay: readonly string[];
  /** How long ago a backup must have ended, in milliseconds. */
  readonly minAgeMs: number;
  /** The cloud's time now, in milliseconds since 1970. */
  readonly nowMs: number;
  /** When the caller's work began, by the same clock: what began since then stays. */
  readonly startedAtMs: number;
}

/** What the rule makes of a list. */
interface Choice {
  /** Those that may go. */
  readonly old: readonly BackupRecord[];
  /** Those that would, were they not so young that somebody else may stand on them. */
  readonly young: readonly BackupRecord[];
}

/**
 * The backups that may go: manual ones of this instance with one of our names, completed or failed,
 * older than the own one and the newest that stay, and past their days. Whatever can't be told
 * stays, and so does what is young.
 */
export function chooseOld(records: readonly BackupRecord[], rule: RetentionRule): Choice {
  const { keepLast, isOurs, recordsInstanceId, own } = rule;
  const ours = records.filter(
    ({ id, name, type, instanceId }) =>
      id !== own.id &&
      type === 'manual' &&
      instanceId !== undefined &&
      isSameInstance(instanceId, recordsInstanceId) &&
      name !== undefined &&
      isOurs(name),
  );
  const completed = ours.filter(
    (record) => record.status === 'COMPLETED' && beganMs(record) <= Number.MAX_VALUE,
  );
  const newestFirst = completed.toSorted((a, b) => beganMs(b) - beganMs(a));
  const newest = newestFirst.slice(0, keepLast - 1);
  const oldestMs = Math.min(own.beganAtMs, ...newest.map(beganMs));
  const surplus = ours.filter(
    (record) =>
      ['COMPLETED', 'FAILED'].includes(record.status) &&
      !newest.includes(record) &&
      !rule.stay.includes(record.id) &&
      beganMs(record) < oldestMs &&
      isPastDays(record, rule),
  );
  return {
    old: surplus.filter((record) => !isYoung(record, rule)),
    young: surplus.filter((record) => isYoung(record, rule)),
  };
}

const DAY_MS = 86_400_000;

/** Both ends are in the list, so the cloud alone tells the age, however wrong the caller's clock is. */
function isPastDays(record: BackupRecord, { keepDays, own, minAgeMs }: RetentionRule): boolean {
  return keepDays === undefined || own.endedAtMs - endedMs(record, minAgeMs) > keepDays * DAY_MS;
}

/** Whether another run may have just made it, and stand on it now; what can't be told is young. */
function isYoung(record: BackupRecord, { minAgeMs, nowMs, startedAtMs }: RetentionRule): boolean {
  const isOlder = beganMs(record) < startedAtMs && nowMs - endedMs(record, minAgeMs) >= minAgeMs;
  return !isOlder;
}

/** Without an end that can be true, it is taken to have lasted `unknownMs`. */
function endedMs(record: BackupRecord, unknownMs: number): number {
  const beganAtMs = beganMs(record);
  const endedAtMs = Date.parse(record.endTime ?? '');
  return endedAtMs >= beganAtMs ? endedAtMs : beganAtMs + unknownMs;
}

const beganMs = ({ beginTime }: BackupRecord) => Date.parse(beginTime ?? '');
