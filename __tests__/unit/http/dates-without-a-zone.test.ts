import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { parseHttpDate } from '../../../src/http/http-date.ts';
import { checkRows } from '../../support/table.ts';
import { START_MS } from '../../support/virtual-clock.ts';

const FORMS = [
  'Sat, 21 Nov 2026 08:00:00 GMT',
  'Saturday, 21-Nov-26 08:00:00 GMT',
  'Sat Nov 21 08:00:00 2026',
  ' Sat Nov 21 08:00:00 2026 ',
  'Sat, 21 Nov 2026 08:00:00',
  'Sat, 21 Nov 2026 09:00:00 +0100',
  'Sat, 21 Nov 2026 09:00:00 +01:00',
  '2026-11-21T08:00:00Z',
];

test('each form of a date is read by its own zone, or as GMT', () =>
  checkRows(
    FORMS.map((text) => [text] as const),
    (text) => expect(parseHttpDate(text)).toBe(START_MS),
  ));

test.each(['', 'soon', 'Sat', '21:00'])('%j is no date', (text) => {
  expect(parseHttpDate(text)).toBeUndefined();
});

test('the zone of the runner counts for nothing, in Retry-After and in Date', () => {
  const resolve = (path: string) =>
    JSON.stringify(import.meta.resolve(`../../../src/http/${path}`));
  const script = `
    import { readRetryAfter } from ${resolve('retry.ts')};
    import { findDateMs } from ${resolve('answer.ts')};
    const date = 'Sat Nov 21 08:00:00 2026';
    console.log(JSON.stringify([readRetryAfter(date, ${START_MS - 30_000}), findDateMs({ date })]));
  `;
  for (const zone of ['Asia/Shanghai', 'America/New_York']) {
    const env = { ...process.env, TZ: zone };
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env,
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    expect(JSON.parse(told)).toEqual([30_000, START_MS]);
  }
});
