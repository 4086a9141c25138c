import { type BackupRecord, backupState, shownStatus } from './backup-record.ts';
import { Refusal } from './errors.ts';
import { pageOf } from './request-fields.ts';
import type { Call } from './route.ts';
import type { SimulatedInstance } from './state.ts';
import { parseCloudTime } from './time.ts';
import { type Answer, type JsonObject, jsonAnswer } from './wire.ts';

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

/** The `backups` and `total_count` every v3 and v4 list page documents. */
export function backupsAnswer(
  call: Call,
  rules: ListRules,
  entry: (backup: BackupRecord, call: Call) => JsonObject,
): Answer {
  const page = listBackups(call, rules);
  const backups = page.backups.map((backup) => entry(backup, call));
  return jsonAnswer(200, { backups, total_count: page.total });
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
  const { entries: backups, total } = pageOf(call, matching);
  return { backups, total };
}

/** Every backup of the host a list may show now, newest first. */
export function visibleBackups({ state, service, nowMs, request }: Call): readonly BackupRecord[] {
  const { lagMs = 0 } = request.listQuirk ?? {};
  return state.backups
    .filter(
      (backup) =>
        backup.host === service.host &&
        nowMs >= Math.max(backup.visibleFrom, backup.beganAt + lagMs) &&
        backupState(backup, nowMs) !== undefined,
    )
    .reverse()
    .sort((one, other) => other.beganAt - one.beganAt);
}

/** What every list entry says of a backup, before a service gives it its own form. */
export interface ShownBackup {
  readonly status: string;
  /** End time and size are known only then. */
  readonly ended: boolean;
  readonly instance: SimulatedInstance;
  readonly datastore: { readonly type: string; readonly version: string };
}

/** The entry's facts at the time of the call. */
export function shownBackup(backup: BackupRecord, { nowMs, state }: Call): ShownBackup {
  const { instances, deletedInstances } = state;
  const instance = [...instances, ...deletedInstances].find(({ id }) => id === backup.instanceId);
  if (instance === undefined) throw new Error(`backup ${backup.id} belongs to no instance`);
  return {
    status: shownStatus(backup, nowMs),
    ended: nowMs >= backup.endsAt,
    instance,
    datastore: { type: instance.engine, version: instance.version },
  };
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
