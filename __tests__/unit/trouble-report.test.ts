import { expect, test } from '@jest/globals';
import { createTroubleReport } from '../../src/backup/wait/trouble-report.ts';
import { recordLog } from './test-client.ts';
import { virtualClock } from './virtual-clock.ts';

const MINUTE_MS = 60_000;

function setUp() {
  const clock = virtualClock();
  const log = recordLog();
  const report = createTroubleReport({ clock, log }, 'RDS');
  const noteFor = (forMs: number, note: (count: number) => void) => {
    const everyMs = 5_000;
    for (let count = 0; count < forMs / everyMs; count++) {
      note(count);
      clock.advance(everyMs);
    }
  };
  const warnings = () => log.lines.filter((line) => line.startsWith('warning: '));
  return { clock, log, report, noteFor, warnings };
}

test('trouble is one warning, then a line a minute with the cause of then, and one when it is over', () => {
  const { log, report, noteFor } = setUp();
  noteFor(3 * MINUTE_MS, (count) => report.note('RDS', new Error(`cause ${count}`)));
  report.note('RDS', undefined);
  report.note('RDS', undefined);
  const text = 'Looking again later at the backups of RDS:';
  expect(log.lines).toEqual([
    `warning: ${text} cause 0`,
    `info: ${text} cause 12`,
    `info: ${text} cause 24`,
    'info: RDS answers again.',
  ]);
});

test('trouble that comes and goes is warned of once, and told of once a minute at most', () => {
  const { log, report, noteFor, warnings } = setUp();
  noteFor(10 * MINUTE_MS, (count) => report.note('RDS', count % 2 ? undefined : new Error('x')));
  expect(warnings()).toHaveLength(1);
  expect(log.lines.length).toBeLessThanOrEqual(20);
});

test('trouble after ten minutes without is new', () => {
  const { clock, report, warnings } = setUp();
  report.note('RDS', new Error('x'));
  report.note('RDS', undefined);
  clock.advance(11 * MINUTE_MS);
  report.note('RDS', new Error('y'));
  expect(warnings()).toHaveLength(2);
});

test('it is over when nobody is in trouble any more', () => {
  const { log, report } = setUp();
  report.note('one', new Error('x'));
  report.note('other', new Error('x'));
  report.note('one', undefined);
  expect(log.lines.join('\n')).not.toContain('answers again');
  report.note('other', undefined);
  expect(log.lines.at(-1)).toBe('info: RDS answers again.');
});

test('who gave up in the middle of it does not hold up its end', () => {
  const { clock, log, report } = setUp();
  report.note('gone', new Error('x'));
  report.note('other', new Error('x'));
  clock.advance(5 * MINUTE_MS);
  report.note('other', undefined);
  expect(log.lines.at(-1)).toBe('info: RDS answers again.');
});
