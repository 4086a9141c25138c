import { expect, test } from '@jest/globals';
import { createListingTracker } from '../../../../src/backup/wait/wait-for-backup.ts';
import { BackupNeverListedError, BackupVanishedError } from '../../../../src/index.ts';
import { aBackup } from '../../../support/memory-cloud.ts';
import { checkRows } from '../../../support/table.ts';

type Seen = 'listed' | 'missing' | 'trouble';

/** Notes these looks, `[seconds, what was seen]`; gives the name of the error and when it came. */
function watch(looks: readonly (readonly [number, Seen])[]): string | undefined {
  const backup = aBackup();
  const tracker = createListingTracker(backup);
  for (const [seconds, seen] of looks) {
    const trouble = seen === 'trouble' ? new Error('x') : undefined;
    try {
      tracker.note({ backup, isListed: seen === 'listed', trouble }, seconds * 1000);
    } catch (error) {
      expect(error).toHaveProperty('backup', backup);
      return `${(error as Error).name} at ${seconds}`;
    }
  }
  return undefined;
}

const VANISHED = 'BackupVanishedError';
const NEVER = 'BackupNeverListedError';

test('each course of looks has its end', () =>
  checkRows<[string, readonly (readonly [number, Seen])[], string | undefined]>(
    [
      [
        'seen, then missing in three looks over 30 s',
        [
          [0, 'listed'],
          [10, 'missing'],
          [25, 'missing'],
          [40, 'missing'],
        ],
        `${VANISHED} at 40`,
      ],
      [
        'three looks in less than 30 s are not enough, the first one after them is',
        [
          [0, 'listed'],
          [10, 'missing'],
          [12, 'missing'],
          [14, 'missing'],
          [39, 'missing'],
          [40, 'missing'],
        ],
        `${VANISHED} at 40`,
      ],
      [
        'two looks over 30 s are not enough',
        [
          [0, 'listed'],
          [10, 'missing'],
          [60, 'missing'],
        ],
        undefined,
      ],
      [
        'seen in between: counted from the start again',
        [
          [0, 'listed'],
          [10, 'missing'],
          [30, 'missing'],
          [35, 'listed'],
          [50, 'missing'],
          [70, 'missing'],
          [79, 'missing'],
          [80, 'missing'],
        ],
        `${VANISHED} at 80`,
      ],
      [
        'looks that fail say nothing, neither for nor against',
        [
          [0, 'listed'],
          [10, 'missing'],
          [20, 'trouble'],
          [50, 'trouble'],
          [60, 'missing'],
          [70, 'trouble'],
          [80, 'missing'],
        ],
        `${VANISHED} at 80`,
      ],
      [
        'failing looks alone, however long',
        [
          [0, 'listed'],
          [10, 'trouble'],
          [100, 'trouble'],
          [1000, 'trouble'],
        ],
        undefined,
      ],
      [
        'never listed within five minutes',
        [
          [0, 'missing'],
          [100, 'missing'],
          [299, 'missing'],
          [300, 'missing'],
        ],
        `${NEVER} at 300`,
      ],
      [
        'failing looks for more than five minutes, then a look that shows it',
        [
          [0, 'trouble'],
          [400, 'trouble'],
          [401, 'listed'],
        ],
        undefined,
      ],
      [
        'failing looks for more than five minutes, then three that do not show it over 30 s',
        [
          [0, 'trouble'],
          [400, 'trouble'],
          [401, 'missing'],
          [410, 'missing'],
          [420, 'missing'],
          [430, 'missing'],
          [431, 'missing'],
        ],
        `${NEVER} at 431`,
      ],
      [
        'a first look that is late, and shows nothing: lists lag',
        [
          [290, 'missing'],
          [300, 'missing'],
          [310, 'missing'],
          [315, 'listed'],
        ],
        undefined,
      ],
      [
        'two looks that show nothing, however long apart',
        [
          [10, 'missing'],
          [600, 'missing'],
        ],
        undefined,
      ],
      [
        'missing for nearly five minutes, and then there',
        [
          [0, 'missing'],
          [150, 'missing'],
          [299, 'missing'],
          [301, 'listed'],
          [310, 'missing'],
          [330, 'missing'],
        ],
        undefined,
      ],
      [
        'looks before the first sight do not count as missing after it',
        [
          [0, 'missing'],
          [10, 'missing'],
          [20, 'missing'],
          [40, 'listed'],
          [50, 'missing'],
          [60, 'missing'],
          [79, 'missing'],
        ],
        undefined,
      ],
    ],
    (_, looks, end) => {
      expect(watch(looks)).toBe(end);
    },
  ));

test('the messages tell the two apart, by the backup’s id', () => {
  const backup = aBackup();
  expect(new BackupVanishedError(backup).message).toBe(
    'Backup b-1 (nightly) has vanished: the cloud listed it, and no longer does.',
  );
  expect(new BackupNeverListedError(backup, 300_000).message).toBe(
    'Backup b-1 (nightly) was accepted, but the cloud has not listed it in 5m 0s.',
  );
});

test.each<[Seen, string]>([
  ['listed', VANISHED],
  ['missing', NEVER],
])('while nobody asks, however long, nothing is missing: first %s', (first, end) => {
  const backup = aBackup();
  const tracker = createListingTracker(backup);
  const note = (isListed: boolean | undefined, seconds: number) =>
    tracker.note({ backup, isListed, trouble: undefined }, seconds * 1_000);
  note(first === 'listed', 0);
  for (let seconds = 30; seconds < 3_600; seconds += 30) note(undefined, seconds);
  // Two answers, an hour apart, are not enough: the third is.
  note(false, 3_600);
  note(undefined, 3_630);
  if (first === 'listed') note(false, 3_640);
  expect(() => note(false, 3_700)).toThrow(expect.objectContaining({ name: end }));
});
