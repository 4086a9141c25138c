import { withName } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import type { Words } from '../words.ts';
import { findStatus, type TargetResult } from './report.ts';

const MAX_LINES = 20;

/** One line about what a database has now. */
function describePoint(result: TargetResult, { work }: Words): string {
  const { order, backup, instanceName } = result;
  const title = getService(order.service).title;
  const instance = `${title} instance ${withName(order.instanceId, instanceName)}`;
  if (backup === undefined) {
    return findStatus(result) === 'UNKNOWN'
      ? `Of ${instance} it is not known whether there is a backup.`
      : `This ${work} made no backup of ${instance}.`;
  }
  const { id, name, status, sizeMb, partial } = backup;
  const isDone = status === 'COMPLETED';
  const size = isDone && sizeMb !== undefined ? `, ${sizeMb} MB` : '';
  const part = isDone && partial ? ' (partial: only the databases asked for)' : '';
  return `Backup ${withName(id, name)} of ${instance} is ${status}${size}${part}.`;
}

/** Which backups there are to go back to; `undefined` where none is known. */
export function describePoints(results: readonly TargetResult[], words: Words): string | undefined {
  if (!results.some(({ backup }) => backup !== undefined)) return undefined;
  const lines = results.slice(0, MAX_LINES).map((result) => describePoint(result, words));
  const more = results.length - lines.length;
  const isWhole = results.every(({ backup }) => backup?.status === 'COMPLETED');
  return [
    ...lines,
    ...(more > 0 ? [`… and ${more} more: ${words.everything}.`] : []),
    ...(isWhole ? [] : ['Only a COMPLETED one is a restore point.']),
  ].join('\n');
}
