import type { BackupOrder } from '../../backup/order.ts';
import type { PreflightReport } from '../../backup/preflight.ts';
import type { History } from '../../backup/wait/history.ts';
import { UncertainCreateError } from '../../errors/request-errors.ts';
import type { Backup, BackupStatus } from '../../model.ts';

/** Where the backups were made, as far as the step knows. */
export interface Place {
  readonly projectId: string | undefined;
  readonly region: string | undefined;
}

/** One of the databases that the step was asked to back up, and how far that has come. */
export interface TargetResult {
  readonly order: BackupOrder;
  readonly backup: Backup | undefined;
  /** How long earlier backups took, as far as they were looked at. */
  readonly history?: History | undefined;
  /** Why it is no restore point. */
  readonly error: unknown;
}

/** What the step knows so far; outputs and summary are made of it. */
export interface StepReport {
  readonly results: readonly TargetResult[];
  readonly place: Place;
  /** With `keep_last`: the ids of the backups that it deleted. */
  readonly deletedIds: readonly string[] | undefined;
  /** With `dry_run`: what was checked. */
  readonly checks: readonly PreflightReport[] | undefined;
}

/** The report as it grows; whatever happens, its last state is what the step tells. */
export interface Notebook {
  readonly report: StepReport;
  note(change: Partial<StepReport>): void;
  noteResult(index: number, change: Partial<TargetResult>): void;
}

export function openNotebook(): Notebook {
  let report: StepReport = {
    results: [],
    place: { projectId: undefined, region: undefined },
    deletedIds: undefined,
    checks: undefined,
  };
  const note = (change: Partial<StepReport>) => {
    report = { ...report, ...change };
  };
  return {
    get report() {
      return report;
    },
    note,
    noteResult(index, change) {
      const results = report.results.map((result, at) =>
        at === index ? { ...result, ...change } : result,
      );
      note({ results });
    },
  };
}

/** `undefined` while it is not known whether there will be a backup. */
export function findStatus({ backup, error }: TargetResult): BackupStatus | undefined {
  if (backup !== undefined) return backup.status;
  if (error === undefined) return undefined;
  return error instanceof UncertainCreateError ? 'UNKNOWN' : 'FAILED';
}

const WORST_FIRST = ['FAILED', 'DELETING', 'UNKNOWN', 'BUILDING'] as const;

/** `COMPLETED` only if all of them are; otherwise the worst. */
export function findStatusOfAll(results: readonly TargetResult[]): BackupStatus {
  const all = results.map((result) => findStatus(result) ?? 'BUILDING');
  return WORST_FIRST.find((status) => all.includes(status)) ?? 'COMPLETED';
}
