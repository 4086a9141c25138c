import { types } from 'node:util';
import { setOutput } from '@actions/core';
import { BackupError } from '../../errors/backup-error.ts';
import type { RestoreReport, RestoreState } from '../../task/restore/restore-report.ts';

/** The instance that has the name and is not this restore's, where there is one. */
const findOther = ({ instance, candidates }: RestoreState) =>
  instance === undefined && candidates.length === 1 ? candidates[0] : undefined;

/** What the outputs are called in restore/action.yml, and where their values come from. */
export const restoreOutputs: Readonly<Record<string, (state: RestoreState) => unknown>> = {
  instance_id: (state) => state.instance?.id ?? findOther(state),
  instance_name: ({ instanceName }) => instanceName,
  private_ips: ({ instance }) => instance?.privateIps.join(','),
  port: ({ instance }) => instance?.port,
  job_id: ({ instance }) => instance?.jobId,
  status: ({ instance }) => instance?.status,
  created: ({ instance }) => instance?.created ?? false,
};

/** Writes outputs while the step goes on: what costs is known whatever becomes of the step. */
export interface RestoreOutputWriter {
  /** Everything, as it is now. @throws BackupError with the instance's id */
  writeAll(): void;
  /** The same where the step fails anyway, or goes on. */
  tryToWriteAll(): void;
}

export function openRestoreOutputs(
  report: RestoreReport,
  log: { warning(text: string): void },
): RestoreOutputWriter {
  const written = new Map<string, string>();

  function writeAll() {
    for (const [name, read] of Object.entries(restoreOutputs)) {
      const text = String(read(report.state) ?? '');
      if (written.get(name) === text) continue;
      setOutput(name, text);
      written.set(name, text);
    }
  }

  function explain(cause: unknown): BackupError {
    const why = types.isNativeError(cause) ? cause.message : String(cause);
    const { instance } = report.state;
    const made =
      instance === undefined
        ? ''
        : ` Instance ${instance.id} (${instance.name}) costs all the same.`;
    return new BackupError(`The outputs of this step could not be written: ${why}.${made}`, {
      cause,
      hint: 'Later steps do not know it: check the runner’s disk.',
    });
  }

  return {
    writeAll() {
      try {
        writeAll();
      } catch (cause) {
        throw explain(cause);
      }
    },
    tryToWriteAll() {
      try {
        writeAll();
      } catch (cause) {
        log.warning(explain(cause).message);
      }
    },
  };
}
