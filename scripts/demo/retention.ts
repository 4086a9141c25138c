import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { buildDefaultName } from '../../src/action/backup-name.ts';
import type { RunContext } from '../../src/action/github.ts';
import { RUN_ENVIRONMENT } from '../runner/step-environment.ts';
import { countRequests, findInstanceId, listInputs, type Part } from './part.ts';
import { showStep } from './show-step.ts';

const DAY_MS = 86_400_000;
const SERVICE = 'taurusdb';

/** An earlier run of the workflow that the demo's steps belong to. */
const earlierRun: RunContext = {
  repository: RUN_ENVIRONMENT['GITHUB_REPOSITORY'] ?? '',
  repositoryId: RUN_ENVIRONMENT['GITHUB_REPOSITORY_ID'] ?? '',
  workflowPath: '.github/workflows/deploy.yml',
  runId: '17500000001',
  runAttempt: 1,
  job: 'migrate',
  step: 'backup',
  sha: '',
  actor: 'mona',
};

/** What is there before the step: three of this workflow's backups, and five that are not its business. */
function plantBackups(simulator: Simulator) {
  const instanceId = findInstanceId(simulator, SERVICE);
  const other = findInstanceId(simulator, SERVICE, 1);
  const nameIn = (run: RunContext, id = instanceId) =>
    buildDefaultName(run, { service: SERVICE, instanceId: id }, Math.random);
  const nightly = { ...earlierRun, workflowPath: '.github/workflows/nightly.yml' };
  const plant = (name: string, days: number, more: object = {}) =>
    simulator.seedBackup({
      instanceId,
      type: 'manual',
      name,
      beganAt: Date.now() - days * DAY_MS,
      ...more,
    }).id;
  const ours = [3, 2, 1].map((days) => plant(nameIn(earlierRun), days));
  const others = [
    plant('before-the-audit', 90),
    plant(nameIn(nightly), 30),
    plant(`${nameIn(earlierRun)}-kept`.slice(-64), 30),
    plant('automated', 7, { type: 'auto' }),
    plant(nameIn(earlierRun, other), 30, { instanceId: other }),
  ];
  return { instanceId, ours, others };
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  [...a].sort().join() === [...b].sort().join();

/** Retention among backups of other people, workflows, instances and the cloud itself. */
export const retention: Part = {
  title: 'Retention that keeps the two newest of this workflow, and leaves all others alone',
  async show(print) {
    const simulator = await startSimulator({ backupMs: 1_000 });
    try {
      const { instanceId, ours, others } = plantBackups(simulator);
      const { exitCode, outputs } = await showStep(print, `${SERVICE}, keep_last: 2`, {
        ...listInputs(simulator),
        service: SERVICE,
        instance_id: instanceId,
        keep_last: '2',
      });
      const old = ours.slice(0, 2);
      const left = simulator.backups.map(({ id }) => id);
      const deleted: readonly string[] = JSON.parse(outputs['deleted_backup_ids'] ?? '[]');
      const stays = [...others, ...ours.slice(2), outputs['backup_id'] ?? ''];
      return [
        ['the step is green', exitCode === 0],
        ['the two oldest of this workflow are gone', old.every((id) => !left.includes(id))],
        [
          'those of a person, another workflow, the cloud and another instance are there',
          others.every((id) => left.includes(id)),
        ],
        ['its newest two are there, and nothing else', isSame(left, stays)],
        ['`deleted_backup_ids` names the two', isSame(deleted, old)],
        ['two delete calls were sent', countRequests(simulator, 'delete') === 2],
      ];
    } finally {
      await simulator.stop();
    }
  },
};
