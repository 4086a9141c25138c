import type { BackupOrder } from '../../backup/order.ts';
import type { PreflightReport } from '../../backup/preflight.ts';
import type { Check, CheckId } from '../../backup/preflight-checks.ts';
import type { History } from '../../backup/wait/history.ts';
import { UncertainCreateError } from '../../errors/request-errors.ts';
import type { Backup, BackupStatus } from '../../model.ts';
import type { RestoreGuide } from '../../restore/restore-guide.ts';
import { withName } from '../../runtime/text.ts';

/** Where the backups were made, as far as the step knows. */
export interface Location {
  readonly projectId: string | undefined;
  readonly region: string | undefined;
}

/** One of the databases that the step was asked to back up, and how far that has come. */
export interface TargetResult {
  readonly order: BackupOrder;
  /** The instance's name, where a list of instances was read. */
  readonly instanceName?: string | undefined;
  readonly backup: Backup | undefined;
  /** How long earlier backups took, as far as they were looked at. */
  readonly history?: History | undefined;
  /** How the completed one is restored. */
  readonly restore?: RestoreGuide | undefined;
  /** Why it is no restore point. */
  readonly error: unknown;
}

/** What the step knows so far; outputs and summary are made of it. */
export interface TaskState {
  readonly results: readonly TargetResult[];
  readonly location: Location;
  /** With `keep_last` or `keep_days`: the ids of the backups that were deleted for it. */
  readonly deletedIds: readonly string[] | undefined;
  /** With `dry_run`: what was checked. */
  readonly checks: readonly CheckedOrder[] | undefined;
}

/** One check of a dry run, in the words of the task. */
export interface TaskCheck extends Pick<Check, 'title' | 'verdict' | 'text'> {
  readonly id: CheckId | 'only-once' | 'retention' | 'time';
}

/** What was checked of one order. */
export interface CheckedOrder extends Omit<PreflightReport, 'checks'> {
  readonly checks: readonly TaskCheck[];
}

/** What is told of the step, as it grows; whatever happens, its last state counts. */
export interface TaskReport {
  readonly state: TaskState;
  update(change: Partial<TaskState>): void;
  updateResult(index: number, change: Partial<TargetResult>): void;
}

export function openReport(): TaskReport {
  let state: TaskState = {
    results: [],
    location: { projectId: undefined, region: undefined },
    deletedIds: undefined,
    checks: undefined,
  };
  const update = (change: Partial<TaskState>) => {
    state = { ...state, ...change };
  };
  return {
    get state() {
      return state;
    },
    update,
    updateResult(index, change) {
      const results = state.results.map((result, at) =>
        at === index ? { ...result, ...change } : result,
      );
      update({ results });
    },
  };
}

/** `rds 1a2b…in03 (shop)`: a database as log and errors tell it. */
export const nameTarget = (
  { service, instanceId }: Pick<BackupOrder, 'service' | 'instanceId'>,
  instanceName: string | undefined,
): string => `${service} ${withName(instanceId, instanceName)}`;

/** The checks of a dry run of several: those that came out alike for all, and what each has of its own. */
interface SplitChecks {
  readonly shared: readonly TaskCheck[];
  readonly own: readonly CheckedOrder[];
}

/** What is the login's and the project's. */
const SHARED: readonly TaskCheck['id'][] = ['login', 'project'];

/** What several databases share is told once; one database shares nothing. */
export function splitShared(reports: readonly CheckedOrder[]): SplitChecks {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0) return { shared: [], own: reports };
  const isIn = (checks: readonly TaskCheck[], check: TaskCheck) =>
    checks.some(
      ({ id, verdict, text }) =>
        id === check.id && verdict === check.verdict && text === check.text,
    );
  const shared = first.checks.filter(
    (check) => SHARED.includes(check.id) && others.every(({ checks }) => isIn(checks, check)),
  );
  const own = reports.map((report) => ({
    ...report,
    checks: report.checks.filter((check) => !isIn(shared, check)),
  }));
  return { shared, own };
}

/** `undefined` while it is not known whether there will be a backup. */
export function findStatus({ backup, error }: TargetResult): BackupStatus | undefined {
  if (backup !== undefined) return backup.status;
  if (error === undefined) return undefined;
  return error instanceof UncertainCreateError ? 'UNKNOWN' : 'FAILED';
}

const WORST_FIRST = ['FAILED', 'DELETING', 'UNKNOWN', 'BUILDING'] as const;

/** `COMPLETED` only if all of them are; otherwise the worst. */
export function worstStatus(results: readonly TargetResult[]): BackupStatus {
  const all = results.map((result) => findStatus(result) ?? 'BUILDING');
  return WORST_FIRST.find((status) => all.includes(status)) ?? 'COMPLETED';
}
