import { expect, test } from '@jest/globals';
import { estimateEnd, learnHistory } from '../../../../src/backup/wait/history.ts';
import type { BackupRecord } from '../../../../src/services/service.ts';
import { describeEstimate, describeHistory } from '../../../../src/task/report/progress.ts';
import { aBackup, INSTANCE } from '../../../support/memory-cloud.ts';
import { checkRows } from '../../../support/table.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 21, 8);
const at = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** A completed backup that took so many minutes, `daysAgo` days ago. */
function past(daysAgo: number, minutes: number, changes: Partial<BackupRecord> = {}): BackupRecord {
  const beganMs = NOW_MS - daysAgo * DAY_MS;
  return {
    id: `b-past-${daysAgo}`,
    name: undefined,
    instanceId: INSTANCE,
    status: 'COMPLETED',
    statusWord: 'COMPLETED',
    type: 'auto',
    beginTime: at(beganMs),
    endTime: at(beganMs + minutes * MINUTE_MS),
    sizeMb: 5,
    description: undefined,
    ...changes,
  };
}

const own = past(0, 99, { id: 'b-1', status: 'BUILDING', endTime: undefined });
const learn = (...records: readonly BackupRecord[]) => learnHistory([own, ...records], aBackup());

test('the last three full backups of the instance are what it learns from', () => {
  expect(learn(past(9, 60), past(2, 13), past(1, 11), past(3, 12, { type: 'manual' }))).toEqual({
    count: 3,
    shortestMs: 11 * MINUTE_MS,
    medianMs: 12 * MINUTE_MS,
    longestMs: 13 * MINUTE_MS,
  });
});

test('a backup that does not tell how long it took teaches nothing', () =>
  checkRows<[string, BackupRecord]>(
    [
      ['failed', past(1, 11, { status: 'FAILED' })],
      ['is still running', past(1, 11, { status: 'BUILDING' })],
      ['is incremental', past(1, 1, { type: 'incremental' })],
      ['is of an unknown type', past(1, 11, { type: undefined })],
      ['is of another instance', past(1, 11, { instanceId: 'another' })],
      ['has no end', past(1, 11, { endTime: undefined })],
      ['has no beginning', past(1, 11, { beginTime: undefined })],
      ['ended before it began', past(1, -11)],
      ['took no time', past(1, 0)],
      ['is this one', past(1, 11, { id: 'b-1' })],
    ],
    (_, record) => {
      expect(learn(record)).toBeUndefined();
      expect(learn(record, past(2, 12))).toMatchObject({ count: 1, medianMs: 12 * MINUTE_MS });
    },
  ));

test('a backup of some databases learns nothing from those of the whole instance', () => {
  expect(learnHistory([own, past(1, 11)], aBackup({ partial: true }))).toBeUndefined();
});

const history = { count: 3, shortestMs: 660_000, medianMs: 720_000, longestMs: 780_000 };

test.each([
  [0, 'about 12 min left (the last 3 took 11 to 13 min)'],
  [700_000, 'about 20 s left (the last 3 took 11 to 13 min)'],
  [750_000, 'about 30 s left (the last 3 took 11 to 13 min)'],
  [790_000, 'longer than usual (the last 3 took 11 to 13 min)'],
])('after %d ms it says: %s', (elapsedMs, text) => {
  expect(describeEstimate(estimateEnd(elapsedMs, history), true)).toBe(text);
  const [short] = text.split(' (');
  expect(describeEstimate(estimateEnd(elapsedMs, history), false)).toBe(short);
});

test.each([
  [1, 30_000, 30_000, 'the last one took 30 s'],
  [2, 80_000, 130_000, 'the last 2 took 80 s to 2 min'],
  [3, 7_200_000, 9_000_000, 'the last 3 took 2 h 0 min to 2 h 30 min'],
])('%d backups of %d to %d ms: %s', (count, shortestMs, longestMs, text) => {
  expect(describeHistory({ count, shortestMs, medianMs: shortestMs, longestMs })).toBe(text);
});
