import { setOutput } from '@actions/core';
import { BackupError } from '../../errors/backup-error.ts';
import { describeError } from './describe-error.ts';
import { findStatus, findStatusOfAll } from './find-status.ts';
import type { Place, StepReport, TargetResult } from './step-report.ts';

/** What every backup's outputs are called in action.yml, and where their values come from. */
export const outputs: Readonly<Record<string, (result: TargetResult, place: Place) => unknown>> = {
  backup_id: ({ backup }) => backup?.id,
  job_id: ({ backup }) => backup?.jobId,
  status: findStatus,
  name: ({ backup, order }) => backup?.name ?? order.name,
  created: ({ backup }) => backup?.created,
  instance_id: ({ order }) => order.instanceId,
  project_id: (_, { projectId }) => projectId,
  region: (_, { region }) => region,
  begin_time: ({ backup }) => backup?.beginTime,
  end_time: ({ backup }) => backup?.endTime,
  size_mb: ({ backup }) => backup?.sizeMb,
};

/** One entry of the output `backups`; what is unknown is null. */
function toEntry(result: TargetResult, place: Place) {
  const { order, error } = result;
  const values = Object.entries(outputs).map(([name, find]) => [name, find(result, place) ?? null]);
  return {
    service: order.service,
    ...Object.fromEntries(values),
    error: error === undefined ? null : describeError(error).message,
  };
}

function listOutputs({ results, place, deletedIds }: StepReport): readonly [string, unknown][] {
  const [first] = results;
  if (first === undefined) return [];
  const isKnown = results.some(({ backup }) => backup !== undefined);
  const single = Object.entries(outputs).map(([name, find]): [string, unknown] => [
    name,
    name === 'status' && results.length > 1 ? findStatusOfAll(results) : find(first, place),
  ]);
  return [
    ...(isKnown ? single : []),
    ['backups', JSON.stringify(results.map((result) => toEntry(result, place)))],
    ...(deletedIds ? [['deleted_backup_ids', JSON.stringify(deletedIds)] as [string, string]] : []),
  ];
}

/** Writes every output that there is; unknown ones are written empty. @throws BackupError with the backup's id */
export function writeOutputs(report: StepReport): void {
  try {
    for (const [name, value] of listOutputs(report)) setOutput(name, String(value ?? ''));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const backups = report.results.flatMap(({ backup }) => backup ?? []);
    const list = backups.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new BackupError(
      `The outputs of this step could not be written: ${why}${list && ` In the cloud all the same: ${list}.`}`,
      {
        cause,
        // An error names the backup of one order: with several, which one it is about is not known.
        backup: backups.length === 1 ? backups[0] : undefined,
        hint: 'Later steps do not know it: check the runner’s disk.',
      },
    );
  }
}
