import * as v from 'valibot';
import { type SimulatedBackup, type Simulator, startSimulator } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { buildDefaultName } from '../../src/task/backup-name.ts';
import type { RunContext } from '../../src/task/origin.ts';
import { RUN_ENVIRONMENT } from '../runner/step-environment.ts';
import {
  type Claim,
  countRequests,
  findInstanceId,
  listInputs,
  type Part,
  showStep,
} from './simulated-step.ts';

/** OTC documents no call that restores its backups. */
const WITHOUT_REQUEST = 'taurusdb';

/** The section Restore has the console's way, and a request that names this backup where there is such a call. */
function claimWayBack(service: string, summary: string, backupId: string): Claim {
  const [, restore = ''] = summary.split('\n#### Restore\n');
  const hasRequest = /^ +"backup_id": "([^"]+)",?$/m.exec(restore)?.[1] === backupId;
  const isExpected = hasRequest === (service !== WITHOUT_REQUEST);
  const what = isExpected && !hasRequest ? 'in the console' : 'in the console and by a request';
  return [
    `its summary says how to restore it, ${what}`,
    restore.includes('Service List → ') && isExpected,
  ];
}

/** One backup of every service. */
export const everyService: Part = {
  title: 'One backup of every service',
  async show(print) {
    const simulator = await startSimulator({ backupMs: 3_000 });
    const claims: Claim[] = [];
    try {
      for (const service of serviceIds) {
        const instanceId = findInstanceId(simulator, service);
        const inputs = { ...listInputs(simulator), service, instance_id: instanceId };
        const { exitCode, outputs, summary } = await showStep(print, service, inputs);
        const made = simulator.backups.filter((backup) => backup.instanceId === instanceId);
        const isOne = made.length === 1 && made[0]?.id === outputs['backup_id'];
        const isCompleted = made[0]?.state === 'COMPLETED' && outputs['status'] === 'COMPLETED';
        claims.push([
          `${service} is green and has exactly one completed backup`,
          exitCode === 0 && isOne && isCompleted,
        ]);
        claims.push(claimWayBack(service, summary, outputs['backup_id'] ?? ''));
      }
    } finally {
      await simulator.stop();
    }
    return claims;
  },
};

const SERVICES = ['rds', 'taurusdb', 'dds'] as const;
/** Until it is made free. */
const BUSY_MS = 3_600_000;

const entriesSchema = v.array(v.object({ service: v.string(), status: v.string() }));

/** A restore point of three databases of three services, one of which is busy at first. */
export const restorePoint: Part = {
  title: 'A restore point over three services, with one instance already busy',
  async show(print) {
    const simulator = await startSimulator({ backupMs: 2_500 });
    try {
      const targets = SERVICES.map((service) => ({
        service,
        instanceId: findInstanceId(simulator, service),
      }));
      const [busy, ...free] = targets.map(({ instanceId }) => instanceId);
      const isMade = (id: string) => simulator.backups.some(({ instanceId }) => instanceId === id);
      simulator.setInstance(busy ?? '', { busyUntil: Date.now() + BUSY_MS });
      simulator.onRequest(() => {
        if (free.every(isMade)) simulator.setInstance(busy ?? '', { busyUntil: Date.now() });
      });
      const { exitCode, outputs } = await showStep(print, 'rds, taurusdb and dds in one step', {
        ...listInputs(simulator),
        targets: targets.map(({ service, instanceId }) => `${service}:${instanceId}`).join('\n'),
        name: 'before-release',
      });
      const entries = v.parse(entriesSchema, JSON.parse(outputs['backups'] ?? '[]'));
      const findMade = (id: string | undefined): readonly SimulatedBackup[] =>
        simulator.backups.filter(({ instanceId }) => instanceId === id);
      const [late, early] = [findMade(busy), free.flatMap(findMade)];
      const beganLateMs = Math.min(...late.map(({ beganAt }) => beganAt));
      const all = [...late, ...early];
      return [
        ['the step is green', exitCode === 0],
        ['each database has exactly one backup', all.length === 3 && late.length === 1],
        ['all three are completed', all.every(({ state }) => state === 'COMPLETED')],
        [
          'the busy one held up nobody',
          early.length === 2 && early.every(({ beganAt }) => beganAt < beganLateMs),
        ],
        [
          '`backups` lists them in the order given',
          entries.map(({ service, status }) => `${service} ${status}`).join() ===
            SERVICES.map((service) => `${service} COMPLETED`).join(),
        ],
        ['the project was looked up once', countRequests(simulator, 'projects') === 1],
      ];
    } finally {
      await simulator.stop();
    }
  },
};

const PROBLEMS = ['State', 'Engine', 'Name of the backup'];

/** A dry run against an instance with three problems. */
export const dryRun: Part = {
  title: 'A dry run that finds three problems put there, and so has to be red',
  async show(print) {
    const simulator = await startSimulator();
    try {
      // Its third instance is one of MongoDB, which can't be backed up on OTC.
      const instanceId = findInstanceId(simulator, 'geminidb', 2);
      simulator.setInstance(instanceId, { status: 'frozen' });
      const seeded = simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
      const { exitCode, lines, outputs } = await showStep(print, 'geminidb, dry', {
        ...listInputs(simulator),
        service: 'geminidb',
        instance_id: instanceId,
        name: 'before-release',
        dry_run: 'true',
      });
      const failed = lines.flatMap((line) => /^ +\[failed\] ([^:]+):/.exec(line)?.[1] ?? []);
      return [
        ['the step is red', exitCode === 1],
        [`it found ${PROBLEMS.join(', ')}`, failed.join() === PROBLEMS.join()],
        ['no create call was sent', countRequests(simulator, 'create') === 0],
        ['no backup was made', simulator.everyBackupId.join() === seeded.id],
        ['no output names one', outputs['backup_id'] === undefined],
      ];
    } finally {
      await simulator.stop();
    }
  },
};

const DAY_MS = 86_400_000;
const SERVICE = 'taurusdb';

/** An earlier run of the workflow that the demo's steps belong to. */
const earlierRun: RunContext = {
  serverUrl: RUN_ENVIRONMENT['GITHUB_SERVER_URL'] ?? '',
  workflow: RUN_ENVIRONMENT['GITHUB_WORKFLOW'] ?? '',
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
function seedBackups(simulator: Simulator) {
  const instanceId = findInstanceId(simulator, SERVICE);
  const other = findInstanceId(simulator, SERVICE, 1);
  const nameIn = (run: RunContext, id = instanceId) =>
    buildDefaultName(run, { service: SERVICE, instanceId: id }, Math.random);
  const nightly = { ...earlierRun, workflowPath: '.github/workflows/nightly.yml' };
  const seed = (name: string, days: number, more: object = {}) =>
    simulator.seedBackup({
      instanceId,
      type: 'manual',
      name,
      beganAt: Date.now() - days * DAY_MS,
      ...more,
    }).id;
  const ours = [3, 2, 1].map((days) => seed(nameIn(earlierRun), days));
  const others = [
    seed('before-the-audit', 90),
    seed(nameIn(nightly), 30),
    seed(`${nameIn(earlierRun)}-kept`.slice(-64), 30),
    seed('automated', 7, { type: 'auto' }),
    seed(nameIn(earlierRun, other), 30, { instanceId: other }),
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
      const { instanceId, ours, others } = seedBackups(simulator);
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
