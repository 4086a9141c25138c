import { expect, test } from '@jest/globals';
import { ApiError, DeadlineError } from '../../../../src/index.ts';
import { broken, type Reply, thrownBy } from '../../../support/memory-cloud.ts';
import { accepted, order, refusedWith, scriptedCloud } from '../../../support/scripted-cloud.ts';

const throttled = (headers: Reply['headers'] = {}): Reply => ({ status: 429, headers });
const hasUniqueName = true;

test.each<[string, Reply, number]>([
  ['7', throttled({ 'retry-after': '7' }), 7_000],
  ['0', throttled({ 'retry-after': '0' }), 0],
  [
    'a date, by the cloud’s own clock',
    throttled({
      'retry-after': 'Wed, 21 Oct 2015 07:28:20 GMT',
      date: 'Wed, 21 Oct 2015 07:28:00 GMT',
    }),
    20_000,
  ],
  [
    'a date that has passed',
    throttled({
      'retry-after': 'Wed, 21 Oct 2015 07:27:00 GMT',
      date: 'Wed, 21 Oct 2015 07:28:00 GMT',
    }),
    0,
  ],
  ['nothing', throttled(), 1_000],
  ['nonsense', throttled({ 'retry-after': 'soon' }), 1_000],
  ['an hour', throttled({ 'retry-after': '3600' }), 60_000],
  [
    'a window of five seconds, in its text',
    { status: 429, body: { error_code: 'APIGW.0308', error_msg: 'limit:5,time:5 second' } },
    5_000,
  ],
  [
    'a window of a day, in its text',
    { status: 429, body: { error_code: 'APIG.0308', error_msg: 'limit:200,time:1 day' } },
    60_000,
  ],
  ['one with another status', refusedWith(403, 'APIGW.0308'), 1_000],
  ['one of the service’s own', refusedWith(400, 'DBS.280443'), 1_000],
])(
  'a throttled create that is asked for %s pauses so long, a tenth more at most',
  async (_, reply, pauseMs) => {
    const cloud = scriptedCloud({ creates: [reply, accepted] });
    expect(await cloud.client.createBackup(order, { hasUniqueName })).toMatchObject({ id: 'b-1' });
    const [first, second = 0, ...others] = cloud.times('create');
    expect([first, others]).toEqual([0, []]);
    expect(second).toBeGreaterThanOrEqual(pauseMs);
    expect(second).toBeLessThanOrEqual(Math.min(pauseMs * 1.1, 60_000));
  },
);

test('throttled for ever: asked until the deadline, and the end names the throttling', async () => {
  const text = 'limit:200,time:1 minute';
  const body = { error_code: 'APIGW.0308', error_msg: text };
  const cloud = scriptedCloud({ creates: [{ status: 429, body }] });
  const options = { hasUniqueName, timeoutMs: 3_600_000 };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toMatchObject({
    message: expect.stringContaining(text),
    cause: { kind: 'throttled', code: 'APIGW.0308' },
    hint: expect.stringContaining('Too many calls'),
  });
  expect(cloud.clock.monotonicMs()).toBe(3_600_000);
  const times = cloud.times('create');
  expect(times.length).toBeGreaterThanOrEqual(60);
  const gaps = times.slice(1).map((ms, at) => ms - (times[at] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
});

test('throttled for ever, without a deadline: ten minutes', async () => {
  const cloud = scriptedCloud({ creates: [throttled()] });
  const error = await thrownBy(cloud.client.createBackup(order, { hasUniqueName }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toHaveProperty('kind', 'throttled');
  expect(cloud.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
  expect(cloud.clock.monotonicMs()).toBeLessThanOrEqual(660_000);
});

test('the pauses without a word of the host double, from a second to a minute', async () => {
  const cloud = scriptedCloud({ creates: [throttled()] });
  await thrownBy(cloud.client.createBackup(order, { hasUniqueName }));
  const times = cloud.times('create').slice(0, 9);
  const gaps = times.slice(1).map((ms, at) => ms - (times[at] ?? 0));
  const least = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000);
  for (const [at, ms] of gaps.entries()) {
    expect(ms).toBeGreaterThanOrEqual(least[at] ?? 0);
    expect(ms).toBeLessThanOrEqual(Math.min((least[at] ?? 0) * 1.1, 60_000));
  }
});

test('a throttled create and one that reaches nobody are both told and both tried again', async () => {
  const cloud = scriptedCloud({ creates: [throttled(), broken('ECONNREFUSED'), accepted] });
  expect(await cloud.client.createBackup(order, { hasUniqueName })).toMatchObject({ id: 'b-1' });
  expect(cloud.count('create')).toBe(3);
  expect(cloud.log.lines.filter((line) => !line.startsWith('debug'))).toEqual([
    expect.stringMatching(/^warning: .* takes no more calls .* \(HTTP 429\)\.$/),
    expect.stringMatching(/^warning: No answer .* ECONNREFUSED\.$/),
    expect.stringMatching(/answers again\.$/),
  ]);
});

test('a host that has answered before and then can’t be reached is asked until the deadline', async () => {
  const creates = [throttled(), ...Array(20).fill(broken('ECONNREFUSED')), accepted];
  const cloud = scriptedCloud({ creates });
  const options = { hasUniqueName, timeoutMs: 3_600_000 };
  expect(await cloud.client.createBackup(order, options)).toMatchObject({ id: 'b-1' });
  expect(cloud.times('create').at(-1)).toBeGreaterThan(90_000);
});
