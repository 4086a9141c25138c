import { type CallOptions, within } from './backup/deadline.ts';
import type { BackupOrder } from './backup/order.ts';
import { type PreflightOptions, preflight, UNCHECKED } from './backup/preflight.ts';
import { findOldBackups, type PruneRule, type PruneTarget, UNLISTED } from './backup/prune.ts';
import type { SharedLists } from './backup/shared-lists.ts';
import { BackupClient, UNDESCRIBED } from './client.ts';
import type { Backup } from './model.ts';
import { describeRestores, type ListAttempts } from './restore/describe-restores.ts';

/**
 * The client of a step or a command, with what only these ask for: lists that several looks at one
 * moment share, and fewer calls than a program would want. It is no part of the library's interface.
 */
export class TaskClient extends BackupClient {
  /** `preflight` by lists that others use too. @throws as it does */
  preflightBy(lists: SharedLists, order: BackupOrder, options: PreflightOptions = {}) {
    return this.call({ options }, (session, signal) =>
      within(session.clock, { ...options, signal }, UNCHECKED, (deadline) =>
        preflight(session, order, { ...options, lists }, deadline),
      ),
    );
  }

  /** `findOldBackups` by lists that others use too. @throws as it does */
  findOldBackupsBy(
    lists: SharedLists,
    target: PruneTarget,
    rule: PruneRule,
    options: CallOptions = {},
  ) {
    return this.call({ target, rule, options }, (session, signal) =>
      within(session.clock, { ...options, signal }, UNLISTED, (deadline) =>
        findOldBackups(session, target, { ...rule, deadline, lists }),
      ),
    );
  }

  /** `describeRestores` by so many calls for each list at most. @throws as it does */
  describeRestoresBy(
    listAttempts: ListAttempts,
    backups: readonly Backup[],
    options: CallOptions = {},
  ) {
    return this.call({ backups, options }, (session, signal) =>
      within(session.clock, { ...options, signal }, UNDESCRIBED, (deadline) =>
        describeRestores(session, backups, { listAttempts }, deadline),
      ),
    );
  }
}
