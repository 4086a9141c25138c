import { expect, test } from '@jest/globals';
import { createTroubleReport } from '../../../src/http/trouble-report.ts';
import { recordLog } from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

function setUp() {
  const clock = virtualClock();
  const log = recordLog();
  const report = createTroubleReport({ clock, log });
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
  noteFor(3 * MINUTE_MS, (count) => report.tell('RDS', `cause ${count}`));
  report.end('RDS');
  report.end('RDS');
  expect(log.lines.filter((line) => !line.startsWith('debug'))).toEqual([
    'warning: cause 0',
    'info: cause 12',
    'info: cause 24',
    'info: RDS answers again.',
  ]);
});

test('trouble that comes and goes is warned of once, and told of once a minute at most', () => {
  const { log, report, noteFor, warnings } = setUp();
  noteFor(10 * MINUTE_MS, (count) => (count % 2 ? report.end('RDS') : report.tell('RDS', 'x')));
  expect(warnings()).toHaveLength(1);
  expect(log.lines.filter((line) => !line.startsWith('debug')).length).toBeLessThanOrEqual(20);
});

test('trouble after ten minutes without is new', () => {
  const { clock, report, warnings } = setUp();
  report.tell('RDS', 'x');
  report.end('RDS');
  clock.advance(11 * MINUTE_MS);
  report.tell('RDS', 'y');
  expect(warnings()).toHaveLength(2);
});

test('what two hosts meet is told apart', () => {
  const { log, report } = setUp();
  report.tell('one', 'one is away');
  report.tell('other', 'other is away');
  report.end('one');
  expect(log.lines).toEqual([
    'warning: one is away',
    'warning: other is away',
    'info: one answers again.',
  ]);
});
