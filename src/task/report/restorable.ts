import type { Backup } from '../../model.ts';
import type { RestoreGuide } from '../../restore/restore-guide.ts';
import { withName } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import type { TargetResult } from './report.ts';

/** A completed backup, and how it is restored. */
export interface Restorable {
  readonly backup: Backup;
  readonly instanceName?: string | undefined;
  readonly guide: RestoreGuide;
}

/** The completed backups that something is known of. */
export const listRestorable = (results: readonly TargetResult[]): readonly Restorable[] =>
  results.flatMap(({ backup, instanceName, restore: guide }) =>
    backup?.status === 'COMPLETED' && guide ? [{ backup, instanceName, guide }] : [],
  );

export const titleOf = ({ backup: { service } }: Restorable) => getService(service).title;

/** The completed backups of which no request is printed, and why: a line for all that have a reason in common. */
export function explainMissing(results: readonly TargetResult[]): readonly string[] {
  const missing = listRestorable(results).filter(({ guide }) => guide.request === undefined);
  const groups = Object.values(
    Object.groupBy(missing, (one) => `${titleOf(one)} ${one.guide.whyNoRequest}`),
  );
  return groups.flatMap((group = []) =>
    group.slice(0, 1).map((first) => {
      const { backup, instanceName, guide } = first;
      const which =
        group.length === 1
          ? `backup ${backup.id} of ${titleOf(first)} instance ${withName(backup.instanceId, instanceName)}`
          : `${group.length} backups of ${titleOf(first)}`;
      return `No request that restores ${which}: ${guide.whyNoRequest}`;
    }),
  );
}
