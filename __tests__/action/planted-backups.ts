import { expect } from '@jest/globals';
import type { SimulatedBackup, Simulator } from '../../simulator/index.ts';
import { markerOf } from '../../src/action/backup-name.ts';
import { instanceIdAt, operationsOf, type Step } from '../support/run-step.ts';

const HOUR_MS = 3_600_000;

/** The marker of the workflow that the runner says it runs. */
export const MARKER = markerOf({
  ...{ serverUrl: 'https://github.com', repository: 'octo-org/web-shop', workflow: 'deploy' },
  repositoryId: '123456789',
  workflowPath: '.github/workflows/deploy.yml',
});

export const ours = (run: number) =>
  `gh-web-shop-${MARKER}-${run}-1-0123abcd-${run % 10}${run % 10}ff`;

/** A completed backup of the workflow that the runner says it runs, by a clock of the test's. */
export function plantAt(simulator: Simulator, nowMs: number, hoursOld: number): SimulatedBackup {
  const beganAt = nowMs - hoursOld * HOUR_MS;
  const instanceId = instanceIdAt(simulator, 'taurusdb', 0);
  const times = { beganAt, endsAt: beganAt + 60_000 };
  return simulator.seedBackup({ instanceId, ...times, type: 'manual', name: ours(hoursOld) });
}

export interface Planted {
  readonly service?: string;
  readonly hoursOld: number;
  readonly name?: string;
  readonly type?: 'manual' | 'auto';
  readonly failReason?: string;
  readonly endsAt?: number;
  readonly at?: number;
}

/** A backup of this workflow, unless it says otherwise. */
export function plant(simulator: Simulator, planted: Planted): SimulatedBackup {
  const { service = 'taurusdb', hoursOld, at = 0, ...rest } = planted;
  const instanceId = instanceIdAt(simulator, service, at);
  const beganAt = Date.now() - hoursOld * HOUR_MS;
  const name = ours(1_000 + hoursOld);
  return simulator.seedBackup({
    ...{ instanceId, beganAt, endsAt: beganAt + 60_000, type: 'manual', name },
    ...rest,
  });
}

export const deletedOf = ({ outputs }: Step): readonly string[] =>
  JSON.parse(outputs['deleted_backup_ids'] ?? 'null');

/** A green step that deleted exactly these, whatever else there was. */
export function expectDeleted(
  simulator: Simulator,
  step: Step,
  gone: readonly SimulatedBackup[],
): void {
  const ids = gone.map(({ id }) => id);
  expect(step.exitCode).toBe(0);
  expect(deletedOf(step).toSorted()).toEqual(ids.toSorted());
  const there = simulator.backups.filter(({ state }) => state !== 'DELETING').map(({ id }) => id);
  expect(there.filter((id) => ids.includes(id))).toEqual([]);
  const deletes = operationsOf(step).filter((operation) => operation === 'delete');
  expect(deletes).toHaveLength(ids.length);
}
