import type { SimulatedBackup } from '../../simulator/index.ts';
import type { Clock } from '../../src/index.ts';
import { markerOf } from '../../src/task/backup-name.ts';
import { instanceIdAt, type Step, type StepCloud } from '../support/step-cloud.ts';

const HOUR_MS = 3_600_000;

/** The workflow that the runner says it runs. */
export const WORKFLOW = {
  serverUrl: 'https://github.com',
  repository: 'octo-org/web-shop',
  repositoryId: '123456789',
  workflow: 'deploy',
  workflowPath: '.github/workflows/deploy.yml',
};

/** A default name of a workflow’s earlier run. */
export const nameOf = (run: number, workflow = WORKFLOW) =>
  `gh-web-shop-${markerOf(workflow)}-${run}-1-0123abcd-${run % 10}${run % 10}ff`;

export interface Planted {
  readonly service?: string;
  /** The place of its instance. */
  readonly at?: number;
  /** Since when it has run; it ended a minute later. */
  readonly hoursOld: number;
  readonly endedMinutesAgo?: number;
  readonly name?: string;
  readonly type?: 'manual' | 'auto';
  readonly failReason?: string;
}

/** A completed backup of this workflow, unless it says otherwise. */
export function plant(
  { simulator, clock }: Pick<StepCloud, 'simulator'> & { readonly clock: Pick<Clock, 'epochMs'> },
  planted: Planted,
): SimulatedBackup {
  const { service = 'taurusdb', hoursOld, at = 0, endedMinutesAgo, ...rest } = planted;
  const nowMs = clock.epochMs();
  const beganAt = nowMs - hoursOld * HOUR_MS;
  const endsAt =
    endedMinutesAgo === undefined ? beganAt + 60_000 : nowMs - endedMinutesAgo * 60_000;
  return simulator.seedBackup({
    instanceId: instanceIdAt(simulator, service, at),
    ...{ beganAt, endsAt, type: 'manual', name: nameOf(1_000 + hoursOld) },
    ...rest,
  });
}

/** The ids that the step says it deleted. */
export const deletedBy = ({ outputs }: Step): readonly string[] =>
  JSON.parse(outputs['deleted_backup_ids'] ?? '[]');

export const idsOf = (backups: readonly { readonly id: string }[]) => backups.map(({ id }) => id);
