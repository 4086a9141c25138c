import { findInstanceId } from '../demo/simulated-step.ts';
import { buildLogPage, buildOpenPage, buildSummaryPage } from './pages.ts';
import { type Scene, type SceneTexts, START_MS } from './play-scene.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How long the cloud's own backups of the last three nights took. */
const NIGHTS_MS = [7.4, 8.9, 8.2].map((minutes) => minutes * MINUTE_MS);

/** A backup of an instance that the cloud backs up every night by itself. */
const oneBackup: Scene = {
  name: 'a backup that is completed',
  backupMs: 8 * MINUTE_MS + 4_000,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'rds');
    for (const [at, lengthMs] of NIGHTS_MS.entries()) {
      const beganAt = START_MS - (at + 1) * DAY_MS;
      simulator.seedBackup({ instanceId, type: 'auto', beganAt, endsAt: beganAt + lengthMs });
    }
    return { service: 'rds', instance_id: instanceId };
  },
};

const BUSY_MS = 4_000;

/** The instance is busy at first; then the cloud takes the order, and fails to make the backup. */
const failedBackup: Scene = {
  name: 'a backup that fails',
  backupMs: 240_000,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    simulator.setInstance(instanceId, { busyUntil: START_MS + BUSY_MS });
    // The first create call is refused; a fault of a backup would be used up by it.
    simulator.inject({ service: 'taurusdb', name: 'backup-fails', skip: 1 });
    return { service: 'taurusdb', instance_id: instanceId };
  },
};

const SERVICES = ['rds', 'taurusdb', 'dds'] as const;

/** Databases of three services in one step; the backup of one fails. */
const restorePoint: Scene = {
  name: 'a restore point over three services',
  backupMs: 420_000,
  prepare(simulator) {
    simulator.inject({ service: 'taurusdb', name: 'backup-fails' });
    const targets = SERVICES.map((service) => `${service}:${findInstanceId(simulator, service)}`);
    return { targets: targets.join('\n'), name: 'before-release' };
  },
};

/** A dry run against an instance with three problems. */
const dryRun: Scene = {
  name: 'a dry run with problems',
  backupMs: 0,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'geminidb', 2);
    simulator.setInstance(instanceId, { status: 'frozen' });
    simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
    const order = { service: 'geminidb', instance_id: instanceId, name: 'before-release' };
    return { ...order, dry_run: 'true' };
  },
};

/** A picture in docs/pictures, and the text next to it that it is drawn from. */
export interface Picture {
  readonly file: string;
  readonly textFile: string;
  readonly widthPx: number;
  /** Pixels for each of CSS. */
  readonly scale: number;
  readonly pick: (texts: SceneTexts) => string;
  readonly buildPage: (text: string) => string;
}

const JOB = 'migrate';

const SCALE = 2;

const log = (name: string): Picture => ({
  file: `${name}.webp`,
  textFile: `${name}.txt`,
  widthPx: 900,
  scale: SCALE,
  pick: (texts) => texts.log,
  buildPage: buildLogPage,
});

const summary = (name: string, widthPx: number): Picture => ({
  file: `${name}.webp`,
  textFile: `${name}.txt`,
  widthPx,
  scale: SCALE,
  pick: (texts) => texts.summary,
  buildPage: (text) => buildSummaryPage(text, { widthPx, job: JOB }),
});

/** The request that restores the backup, unfolded. */
const restoreRequest: Picture = {
  ...summary('restore-request', 900),
  // As long as it is, two would make too large a file.
  scale: 1.25,
  pick: (texts) => texts.summary.slice(texts.summary.indexOf('<details>')),
  buildPage: (text) => buildOpenPage(text, { widthPx: 900, job: JOB }),
};

/** Each scene with the pictures that show it. */
export const gallery: readonly { readonly scene: Scene; readonly pictures: readonly Picture[] }[] =
  [
    {
      scene: oneBackup,
      pictures: [log('backup-log'), summary('backup-summary', 900), restoreRequest],
    },
    { scene: failedBackup, pictures: [log('failed-log')] },
    {
      scene: restorePoint,
      pictures: [{ ...summary('restore-point-summary', 960), scale: 1.4 }],
    },
    { scene: dryRun, pictures: [summary('dry-run-summary', 900)] },
  ];
