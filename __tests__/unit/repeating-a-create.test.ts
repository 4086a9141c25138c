import { expect, test } from '@jest/globals';
import { ApiError } from '../../src/index.ts';
import type { Reply } from './memory-dispatcher.ts';
import { accepted, order, scriptedCloud, thrownBy } from './scripted-cloud.ts';
import { broken } from './test-client.ts';

const throttled = (headers: Reply['headers'] = {}): Reply => ({ status: 429, headers });
const hasUniqueName = true;

test.each<[string, Reply['headers'], number]>([
  ['7', { 'retry-after': '7' }, 7_000],
  ['0', { 'retry-after': '0' }, 0],
  [
    'a date, by the cloud’s own clock',
    { 'retry-after': 'Wed, 21 Oct 2015 07:28:20 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' },
    20_000,
  ],
  [
    'a date that has passed',
    { 'retry-after': 'Wed, 21 Oct 2015 07:27:00 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' },
    0,
  ],
  ['nothing', {}, 250],
  ['nonsense', { 'retry-after': 'soon' }, 250],
])('a 429 that asks for %s is obeyed by the next create', async (_, headers, pauseMs) => {
  const cloud = scriptedCloud({ creates: [throttled(headers), accepted] });
  expect(await cloud.client.createBackup(order, { hasUniqueName })).toMatchObject({ id: 'b-1' });
  expect(cloud.times('create')).toEqual([0, pauseMs]);
});

test('a 429 that asks for more time than there is ends it: there is no backup', async () => {
  const cloud = scriptedCloud({ creates: [throttled({ 'retry-after': '3600' })] });
  const options = { hasUniqueName, timeoutMs: 60_000 };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 3_600_000 });
  expect(cloud.count('create')).toBe(1);
});

test('the pauses grow, and the reason is told each time', async () => {
  const cloud = scriptedCloud({ creates: [throttled(), broken('ECONNREFUSED'), accepted] });
  expect(await cloud.client.createBackup(order, { hasUniqueName })).toMatchObject({ id: 'b-1' });
  expect(cloud.times('create')).toEqual([0, 250, 750]);
  expect(cloud.log.lines.filter((line) => line.startsWith('info'))).toEqual([
    expect.stringMatching(/^info: Asking once more: TaurusDB refused .* \(HTTP 429\)\.$/),
    expect.stringMatching(/^info: Asking once more: No answer .* ECONNREFUSED\.$/),
  ]);
});

test('the third refusal is the last, whatever it asks for', async () => {
  const cloud = scriptedCloud({ creates: [throttled({ 'retry-after': '2' })] });
  const error = await thrownBy(cloud.client.createBackup(order, { hasUniqueName }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 2_000 });
  expect(cloud.times('create')).toEqual([0, 2_000, 4_000]);
});
