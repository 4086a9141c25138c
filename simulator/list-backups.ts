import type { BackupRecord } from './backup-record.ts';
import { backupState } from './backup-state.ts';
import type { Call } from './call.ts';
import { parseCloudTime } from './cloud-time.ts';
import { pageOf } from './page-of.ts';
import { Refusal } from './refusal.ts';

/** In what the list pages differ. */
export interface ListRules {
  /** Words of the backup_type filter, in the case the page demands. */
  readonly types: readonly string[];
  readonly instanceIdRequired?: boolean;
  /** For lists of another kind of backup, which the simulator never makes. */
  readonly hideInstanceBackups?: boolean;
  /** Filters of this list alone: what of a backup has to be what the query says. */
  readonly filters?: Readonly<Record<string, (backup: BackupRecord) => string | undefined>>;
  /** Reads begin_time and end_time where their format is another. */
  readonly parseTime?: (text: string) => number | undefined;
}

/** A page of the list and how many there are without paging. */
export interface BackupPage {
  readonly backups: readonly BackupRecord[];
  readonly total: number;
}

/** The host's visible backups, newest first, by the filters the list pages share. */
export function listBackups(call: Call, rules: ListRules): BackupPage {
  const { query } = call.request;
  const type = query['backup_type'];
  const { ignoresInstance = false } = call.request.listQuirk ?? {};
  const instanceId = ignoresInstance ? undefined : query['instance_id'];
  if (rules.instanceIdRequired === true && !query['instance_id']) {
    throw new Refusal('badRequest', 'instance_id is missing');
  }
  if (type !== undefined && !rules.types.includes(type)) {
    throw new Refusal('badRequest', 'backup_type is not one of the documented words');
  }
  const filters = Object.entries(rules.filters ?? {});
  const between = timeRange(call, rules.parseTime ?? parseCloudTime);
  const matching = visibleBackups(call).filter(
    (backup) =>
      backup.instanceId === (instanceId ?? backup.instanceId) &&
      backup.id === (query['backup_id'] ?? backup.id) &&
      backup.type === (type?.toLowerCase() ?? backup.type) &&
      rules.hideInstanceBackups !== true &&
      filters.every(([name, read]) => (query[name] ?? read(backup)) === read(backup)) &&
      between(backup.beganAt),
  );
  return { backups: pageOf(call, matching), total: matching.length };
}

/** Every backup of the host a list may show now, newest first. */
export function visibleBackups({ world, service, nowMs }: Call): readonly BackupRecord[] {
  return world.backups
    .filter(
      (backup) =>
        backup.host === service.host &&
        nowMs >= backup.visibleFrom &&
        backupState(backup, nowMs) !== undefined,
    )
    .reverse()
    .sort((one, other) => other.beganAt - one.beganAt);
}

function timeRange(
  call: Call,
  parse: (text: string) => number | undefined,
): (beganAt: number) => boolean {
  const { begin_time: begin, end_time: end } = call.request.query;
  if (begin === undefined && end === undefined) return () => true;
  const from = parse(begin ?? '');
  const to = parse(end ?? '');
  if (from === undefined || to === undefined || to <= from) {
    throw new Refusal('badRequest', 'begin_time and end_time must come together, end after begin');
  }
  return (beganAt) => beganAt >= from && beganAt <= to;
}
