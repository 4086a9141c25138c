import { buildLogPage } from './log-page.ts';
import type { Scene, SceneTexts } from './scene.ts';
import { dryRun } from './scenes/dry-run.ts';
import { failedBackup } from './scenes/failed-backup.ts';
import { oneBackup } from './scenes/one-backup.ts';
import { restorePoint } from './scenes/restore-point.ts';
import { buildSummaryPage } from './summary-page.ts';

/** A picture in docs/pictures, and the text next to it that it is drawn from. */
export interface Picture {
  readonly file: string;
  readonly textFile: string;
  readonly widthPx: number;
  readonly pick: (texts: SceneTexts) => string;
  readonly buildPage: (text: string) => string;
}

const JOB = 'migrate';

const log = (name: string): Picture => ({
  file: `${name}.png`,
  textFile: `${name}.txt`,
  widthPx: 900,
  pick: (texts) => texts.log,
  buildPage: buildLogPage,
});

const summary = (name: string, widthPx: number): Picture => ({
  file: `${name}.png`,
  textFile: `${name}.txt`,
  widthPx,
  pick: (texts) => texts.summary,
  buildPage: (text) => buildSummaryPage(text, { widthPx, job: JOB }),
});

/** Each scene with the pictures that show it. */
export const gallery: readonly { readonly scene: Scene; readonly pictures: readonly Picture[] }[] =
  [
    { scene: oneBackup, pictures: [log('backup-log'), summary('backup-summary', 900)] },
    { scene: failedBackup, pictures: [log('failed-log')] },
    { scene: restorePoint, pictures: [summary('restore-point-summary', 960)] },
    { scene: dryRun, pictures: [summary('dry-run-summary', 900)] },
  ];
