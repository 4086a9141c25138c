import { toEntry } from '../../task/report/backup-values.ts';
import { findStatus, nameTarget, type TargetResult } from '../../task/report/report.ts';
import { takeBackups } from '../../task/take-backups.ts';
import { inputOptions, ownOptions } from '../options.ts';
import { printTable } from '../table.ts';
import type { Subcommand } from './subcommand.ts';

const { owner, run, json, debug, help } = ownOptions;

const toRow = (result: TargetResult): readonly string[] => {
  const { order, backup, instanceName } = result;
  const size = backup?.sizeMb === undefined ? '' : `${backup.sizeMb} MB`;
  return [
    findStatus(result) ?? 'UNKNOWN',
    nameTarget(order, instanceName),
    backup?.id ?? '',
    backup?.name ?? order.name,
    size,
  ];
};

export const create: Subcommand = {
  name: 'create',
  summary: 'Makes backups and waits until they are completed.',
  options: [
    ...inputOptions,
    owner,
    run,
    ownOptions['id-token-env'],
    json,
    ownOptions['output-env'],
    debug,
    help,
  ],
  makesBackups: true,
  run: takeBackups,
  print({ report, context }) {
    const { results, location } = report.state;
    if (results.length === 0) return undefined;
    return {
      table: printTable([['STATUS', 'DATABASE', 'BACKUP', 'NAME', 'SIZE'], ...results.map(toRow)]),
      json: results.map((result) => toEntry(result, location, context.words)),
    };
  },
};
