import { expect, test } from '@jest/globals';
import { ApiError, CancelledError, UncertainCreateError } from '../../../../src/index.ts';
import { broken, type Reply, thrownBy } from '../../../support/memory-cloud.ts';
import {
  accepted,
  busy,
  duplicate,
  listed,
  order,
  refusedWith,
  scriptedCloud,
} from '../../../support/scripted-cloud.ts';

const reset = broken('ECONNRESET');
const unreadable: Reply = { status: 201, body: '<html>' };

test.each<[string, Reply | Error]>([
  ['a reset', reset],
  ['a 500', { status: 500 }],
  ['a 2xx without an id', { status: 200, body: {} }],
])('after %s the backup that was made is found, however late it is listed', async (_, create) => {
  const cloud = scriptedCloud({
    creates: [create],
    backups: ({ clock }) => (clock.monotonicMs() < 50_000 ? [] : [listed]),
  });
  expect(await cloud.client.createBackup(order)).toMatchObject({
    id: 'b-1',
    jobId: undefined,
    status: 'BUILDING',
    created: true,
  });
  expect(cloud.count('create')).toBe(1);
  expect(cloud.log.lines).toContain('info: Found it: backup b-1 is the one that was asked for.');
});

test('it is asked for once more only after a whole minute of looking', async () => {
  const cloud = scriptedCloud({ creates: [reset, accepted] });
  expect(await cloud.client.createBackup(order)).toMatchObject({ id: 'b-1', jobId: 'j-1' });
  expect(cloud.times('create')).toEqual([0, 60_000]);
  // One look before the first create, and one at the very end of the minute.
  expect([cloud.times('list')[0], cloud.times('list').at(-1)]).toEqual([0, 60_000]);
});

test.each([2, 3])(
  'where lists could not be had for the minute, %i that do not show it are too few for another create',
  async (lagging) => {
    let had = 0;
    const cloud = scriptedCloud({
      creates: [reset, accepted],
      backups: ({ clock, creates }) => {
        if (creates === 0) return [];
        if (clock.monotonicMs() < 60_000) return { status: 503 };
        had += 1;
        return had <= lagging ? [] : [listed];
      },
    });
    expect(await cloud.client.createBackup(order)).toMatchObject({ id: 'b-1', jobId: undefined });
    expect(cloud.count('create')).toBe(1);
  },
);

test('too few lists before the deadline: one may exist, and there is no second create', async () => {
  const cloud = scriptedCloud({
    creates: [reset, accepted],
    backups: ({ clock, creates }) =>
      creates > 0 && clock.monotonicMs() < 60_000 ? { status: 503 } : [],
  });
  const create = cloud.client.createBackup(order, { timeoutMs: 66_000 });
  expect(await thrownBy(create)).toBeInstanceOf(UncertainCreateError);
  expect(cloud.count('create')).toBe(1);
});

test('one that was there before is not ours', async () => {
  const cloud = scriptedCloud({ creates: [reset, accepted], backups: () => [listed] });
  expect(await cloud.client.createBackup(order)).toMatchObject({ jobId: 'j-1' });
  expect(cloud.count('create')).toBe(2);
});

test('lists that fail for a while do not end the look', async () => {
  const cloud = scriptedCloud({
    creates: [unreadable],
    backups: ({ clock, creates }) => {
      if (creates === 0) return [];
      return clock.monotonicMs() < 30_000 ? { status: 503 } : [listed];
    },
  });
  expect(await cloud.client.createBackup(order)).toMatchObject({ id: 'b-1', created: true });
});

test('a list that is forbidden ends it: a backup may exist', async () => {
  const cloud = scriptedCloud({
    creates: [reset],
    backups: ({ creates }) => (creates === 0 ? [] : refusedWith(403, 'DBS.200010')),
  });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({ cause: expect.any(ApiError), candidates: [] });
  expect(cloud.count('create')).toBe(1);
});

test('more than one that may be ours is an error that lists them', async () => {
  const cloud = scriptedCloud({
    creates: [reset],
    backups: ({ creates }) => (creates === 0 ? [] : [listed, { ...listed, id: 'b-2' }]),
  });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({
    candidates: ['b-1', 'b-2'],
    message: expect.stringContaining('It may be any of b-1, b-2.'),
  });
  expect(cloud.count('create')).toBe(1);
});

test.each([
  ['busy', busy],
  ['a duplicate name', duplicate],
])('%s as the answer to a repeated create means: look again', async (_, refusal) => {
  const cloud = scriptedCloud({
    creates: [reset, refusal],
    backups: ({ clock }) => (clock.monotonicMs() < 70_000 ? [] : [listed]),
    instance: () => 'BACKING UP',
  });
  expect(await cloud.client.createBackup(order)).toMatchObject({ id: 'b-1', created: true });
  expect(cloud.count('create')).toBe(2);
});

test('busy while one may exist: looked for once more when the instance is free', async () => {
  const freeAtMs = 600_000;
  const cloud = scriptedCloud({
    creates: [reset, busy],
    backups: ({ clock }) => (clock.monotonicMs() < freeAtMs ? [] : [listed]),
    instance: ({ clock }) => (clock.monotonicMs() < freeAtMs ? 'BACKING UP' : 'ACTIVE'),
  });
  const options = { busyTimeoutMs: 3_600_000 };
  expect(await cloud.client.createBackup(order, options)).toMatchObject({ id: 'b-1' });
  expect(cloud.count('create')).toBe(2);
});

test('a duplicate that is not found stays uncertain', async () => {
  const cloud = scriptedCloud({ creates: [reset, duplicate] });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toHaveProperty('cause.kind', 'duplicate-name');
});

test('a cancel ends the look at once: a backup may exist', async () => {
  const controller = new AbortController();
  const cloud = scriptedCloud({
    creates: [reset],
    backups: ({ clock }) => {
      if (clock.monotonicMs() > 10_000) controller.abort();
      return [];
    },
  });
  const error = await thrownBy(cloud.client.createBackup(order, { signal: controller.signal }));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).not.toBeInstanceOf(CancelledError);
  expect(error).toHaveProperty('message', expect.not.stringContaining('there is none'));
  expect(cloud.sent.at(-1)?.atMs).toBeLessThan(15_000);
});

test('the deadline ends the look: a backup may exist', async () => {
  const cloud = scriptedCloud({ creates: [reset] });
  const error = await thrownBy(cloud.client.createBackup(order, { timeoutMs: 20_000 }));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toHaveProperty('message', expect.not.stringContaining('there is none'));
  expect(cloud.count('create')).toBe(1);
});

test('a list that can’t be had is none that does not show it: no second create goes out before one that can', async () => {
  const cloud = scriptedCloud({
    creates: [reset, accepted],
    backups: ({ clock, creates }) => {
      if (creates === 0) return [];
      // Longer than the minute for which an empty list counts as "not yet".
      return clock.monotonicMs() < 150_000 ? { body: '<html>' } : [listed];
    },
  });
  expect(await cloud.client.createBackup(order)).toMatchObject({ id: 'b-1', jobId: undefined });
  expect(cloud.count('create')).toBe(1);
});

test.each<[string, Reply | Error]>([
  ['busy', busy],
  ['throttled', { status: 429 }],
  ['unreached', Object.assign(broken('ECONNREFUSED'), { syscall: 'connect' })],
  ['a conflict that no page lists', refusedWith(409, 'DBS.299999')],
])(
  'while one may exist, %s does not let a create out before a list of then that does not show it',
  async (_, refusal) => {
    const shownAtMs = 66_000;
    const cloud = scriptedCloud({
      creates: [reset, refusal, refusal, refusal, refusal, refusal, refusal, accepted],
      backups: ({ clock }) => (clock.monotonicMs() < shownAtMs ? [] : [listed]),
    });
    const options = { timeoutMs: 3_600_000 };
    expect(await cloud.client.createBackup(order, options)).toMatchObject({
      id: 'b-1',
      jobId: undefined,
    });
    const creates = cloud.times('create');
    expect(creates.length).toBeGreaterThan(1);
    // Each one but the first had a look after the one before it, and none came after it was shown.
    for (const [at, ms] of creates.entries()) {
      const before = creates[at - 1] ?? Number.NEGATIVE_INFINITY;
      expect(cloud.times('list').some((look) => look >= before && look <= ms)).toBe(true);
      expect(ms).toBeLessThan(shownAtMs);
    }
  },
);

test('a list that can’t be had holds the next create back, until the deadline', async () => {
  const cloud = scriptedCloud({
    creates: [reset, busy],
    backups: ({ clock, creates }) =>
      creates < 2 || clock.monotonicMs() < 60_000 ? [] : { status: 503 },
  });
  const error = await thrownBy(cloud.client.createBackup(order, { timeoutMs: 1_200_000 }));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toHaveProperty('cause.status', 503);
  expect(cloud.count('create')).toBe(2);
});

test.each<[string, Reply]>([
  ['a page', { status: 403, body: '<html><title>Blocked</title>' }],
  ['a redirect', { status: 302, headers: { location: 'https://login.example/' } }],
])('%s in the API’s place made nothing, and ends it at once', async (_, stranger) => {
  const alone = scriptedCloud({ creates: [stranger] });
  const error = await thrownBy(alone.client.createBackup(order));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toHaveProperty('message', expect.stringMatching(/Blocked|login\.example/));
  expect(alone.count('create')).toBe(1);

  const after = scriptedCloud({ creates: [reset, stranger] });
  const perhaps = await thrownBy(after.client.createBackup(order));
  expect(perhaps).toBeInstanceOf(UncertainCreateError);
  expect(perhaps).toHaveProperty('message', expect.stringMatching(/Blocked|login\.example/));
  expect(after.count('create')).toBe(2);
});

test('a name in another case may be ours: there is no second create, and it is not taken', async () => {
  const cloud = scriptedCloud({
    creates: [reset],
    backups: ({ creates }) => (creates === 0 ? [] : [{ ...listed, name: 'NIGHTLY' }]),
  });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toHaveProperty('candidates', ['b-1']);
  expect(cloud.count('create')).toBe(1);
});

test('a name in another case that was there before stands in nobody’s way', async () => {
  const cloud = scriptedCloud({
    creates: [reset, accepted],
    backups: () => [{ ...listed, name: 'NIGHTLY' }],
  });
  expect(await cloud.client.createBackup(order)).toMatchObject({ jobId: 'j-1' });
});

test('creates of unknown outcome are three at most, however many were refused between them', async () => {
  const cloud = scriptedCloud({
    creates: [reset, busy, reset, { status: 429 }, reset, accepted],
  });
  const error = await thrownBy(cloud.client.createBackup(order, { timeoutMs: 3_600_000 }));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(cloud.count('create')).toBe(5);
});

test('without a deadline a list that can’t be had is asked for ten minutes', async () => {
  const cloud = scriptedCloud({
    creates: [reset],
    backups: ({ creates }) => (creates === 0 ? [] : { status: 503 }),
  });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(cloud.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
  expect(cloud.clock.monotonicMs()).toBeLessThanOrEqual(660_000);
});
