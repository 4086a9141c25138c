import { type Answer, jsonAnswer } from './answer.ts';
import type { BackupRecord } from './backup-record.ts';
import type { Call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import { type ListRules, listBackups } from './list-backups.ts';

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
