import { expect, test } from '@jest/globals';
import { ApiError, CancelledError, InstanceBusyError } from '../../../../src/index.ts';
import { INSTANCE, thrownBy } from '../../../support/memory-cloud.ts';
import {
  accepted,
  busy,
  refusedWith,
  scriptedCloud,
  order as usualOrder,
} from '../../../support/scripted-cloud.ts';

const MINUTE_MS = 60_000;
/** Of a service that refuses a name that is taken; one that would take it twice is searched for ours first. */
const order = { ...usualOrder, service: 'rds' } as const;

test('without patience the refusal itself is the error, at once', async () => {
  const cloud = scriptedCloud({ creates: [busy], instance: () => 'BACKING UP' });
  const options = { hasUniqueName: true, busyTimeoutMs: 0 };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ kind: 'busy', code: 'DBS.201205' });
  // One look: it may be busy with this very backup.
  expect(cloud.sent).toEqual([
    { what: 'create', atMs: 0 },
    { what: 'list', atMs: 0 },
  ]);
});

test('it waits while the instance is busy, and creates as soon as it is free', async () => {
  const freeAtMs = 7 * MINUTE_MS;
  const cloud = scriptedCloud({
    creates: [busy, accepted],
    instance: ({ clock }) => (clock.monotonicMs() < freeAtMs ? 'BACKING UP' : 'ACTIVE'),
  });
  const backup = await cloud.client.createBackup(order, { hasUniqueName: true });
  expect(backup).toMatchObject({ id: 'b-1', statusWord: undefined, created: true });
  const [first, second = 0] = cloud.times('create');
  expect([first, cloud.count('create')]).toEqual([0, 2]);
  expect(second).toBeGreaterThanOrEqual(freeAtMs);
  expect(second).toBeLessThan(freeAtMs + 33_000);
});

test('it says what it waits for, how long at most, and what state the instance is in', async () => {
  const cloud = scriptedCloud({
    creates: [busy, accepted],
    instance: ({ clock }) => {
      const minutes = clock.monotonicMs() / MINUTE_MS;
      return minutes < 2 ? 'BACKING UP' : minutes < 5 ? 'MODIFYING' : 'ACTIVE';
    },
  });
  const options = { hasUniqueName: true, busyTimeoutMs: 30 * MINUTE_MS };
  await cloud.client.createBackup(order, options);
  const lines = cloud.log.lines.filter((line) => line.startsWith('info'));
  expect(lines[0]).toBe(
    `info: Instance ${INSTANCE} is busy: waiting until it is free, for 30m 0s at most. ` +
      'The cloud says DBS.201205 "x"',
  );
  expect(lines[1]).toBe(`info: Instance ${INSTANCE} (db) is BACKING UP, 0s so far.`);
  const states = lines.slice(1).map((line) => / is (BACKING UP|MODIFYING), /.exec(line)?.[1]);
  expect(new Set(states)).toEqual(new Set(['BACKING UP', 'MODIFYING']));
  // Each change, and at least about once a minute, but not every look.
  expect(states.length).toBeGreaterThanOrEqual(4);
  expect(states.length).toBeLessThanOrEqual(7);
});

test.each<[string, () => string | { status?: number; body?: unknown }]>([
  ['looks free', () => 'ACTIVE'],
  ['is in a state that no page lists', () => 'PONDERING'],
  ['is not in the list', () => ({ body: { instances: [] } })],
  ['can’t be looked at', () => refusedWith(403, 'DBS.200010')],
  ['is behind a broken gateway', () => ({ status: 502, body: '<html>' })],
])(
  'an instance that %s, and still refuses, is asked again with growing pauses',
  async (_, instance) => {
    const cloud = scriptedCloud({ creates: [...Array(12).fill(busy), accepted], instance });
    const options = { hasUniqueName: true, timeoutMs: 60 * MINUTE_MS };
    expect(await cloud.client.createBackup(order, options)).toMatchObject({ id: 'b-1' });
    const times = cloud.times('create');
    const gaps = times.slice(1).map((ms, at) => ms - (times[at] ?? 0));
    // From 5 s, by a quarter of the time waited so far, to a minute; asking for the instance takes a while too.
    for (const [at, gap] of gaps.entries()) {
      const atLeastMs = Math.min(MINUTE_MS, Math.max(5_000, (times[at] ?? 0) / 4));
      expect(gap).toBeGreaterThanOrEqual(atLeastMs - 1);
      expect(gap).toBeLessThanOrEqual(atLeastMs + 20_000);
    }
  },
);

test('an instance that looks free and refuses to the end: no backup, after busy_timeout in all', async () => {
  const cloud = scriptedCloud({ creates: [busy] });
  const options = { hasUniqueName: true, busyTimeoutMs: 30 * MINUTE_MS };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toBeInstanceOf(InstanceBusyError);
  expect(error).toMatchObject({ elapsedMs: 30 * MINUTE_MS, cause: { kind: 'busy' } });
  expect(cloud.times('create').at(-1)).toBe(30 * MINUTE_MS);
});

test('busy_timeout counts from the first busy answer, however often the instance is free between', async () => {
  const cloud = scriptedCloud({
    creates: [busy],
    instance: ({ clock }) =>
      Math.floor(clock.monotonicMs() / (2 * MINUTE_MS)) % 2 === 0 ? 'BACKING UP' : 'ACTIVE',
  });
  const options = { hasUniqueName: true, busyTimeoutMs: 7 * MINUTE_MS };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toMatchObject({ name: 'InstanceBusyError', elapsedMs: 7 * MINUTE_MS });
});

test.each(['FROZEN', 'STORAGE FULL', 'FAILED'])(
  'an instance that becomes %s does not get free by waiting: it ends at once, with its own hint',
  async (state) => {
    const cloud = scriptedCloud({
      creates: [busy],
      instance: ({ clock }) => (clock.monotonicMs() < MINUTE_MS ? 'BACKING UP' : state),
    });
    const error = await thrownBy(cloud.client.createBackup(order, { hasUniqueName: true }));
    expect(error).toBeInstanceOf(InstanceBusyError);
    expect(error).toMatchObject({
      state,
      message: expect.stringContaining(`is ${state}, which does not pass by itself`),
      hint: expect.stringContaining('waiting longer does not help'),
    });
    expect(cloud.count('create')).toBe(1);
    expect(cloud.clock.monotonicMs()).toBeLessThan(2 * MINUTE_MS);
  },
);

test.each<[string, ReturnType<typeof refusedWith>]>([
  ['with a code that no page lists', refusedWith(409, 'DBS.299999')],
  ['without a code', { status: 409 }],
  ['with a page in place of a body', { status: 409, body: '<html><title>Conflict</title>' }],
])('a 409 %s counts as busy, for ten minutes at most', async (_, conflict) => {
  const passing = scriptedCloud({ creates: [conflict, conflict, accepted] });
  const options = { hasUniqueName: true, timeoutMs: 60 * MINUTE_MS };
  expect(await passing.client.createBackup(order, options)).toMatchObject({ id: 'b-1' });

  const cloud = scriptedCloud({ creates: [conflict] });
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toMatchObject({ name: 'InstanceBusyError', elapsedMs: 10 * MINUTE_MS });
  expect(error).toHaveProperty('cause.kind', 'conflict');
  expect(error).toHaveProperty('message', expect.stringContaining('409'));
});

test('the code and the text of a conflict that nobody lists are told at once', async () => {
  const cloud = scriptedCloud({ creates: [refusedWith(409, 'DBS.299999'), accepted] });
  await cloud.client.createBackup(order, { hasUniqueName: true });
  expect(cloud.log.lines).toContainEqual(
    expect.stringMatching(/^info: .* taken for busy: .* The cloud says DBS.299999 "x"$/),
  );
});

test('at the limit it is an error that says that there is no backup', async () => {
  const cloud = scriptedCloud({ creates: [busy], instance: () => 'BACKING UP' });
  const options = { hasUniqueName: true, busyTimeoutMs: 5 * MINUTE_MS };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toBeInstanceOf(InstanceBusyError);
  expect(error).toMatchObject({
    instanceId: INSTANCE,
    elapsedMs: 5 * MINUTE_MS,
    cause: expect.any(ApiError),
    message: expect.stringContaining('still busy after 5m 0s of waiting, so no backup was made.'),
    hint: expect.stringContaining('busyTimeoutMs'),
  });
  expect(cloud.count('create')).toBe(1);
  expect(cloud.times('instance').at(-1)).toBe(5 * MINUTE_MS);
});

test('without a limit of the caller’s it is ten minutes', async () => {
  const cloud = scriptedCloud({ creates: [busy], instance: () => 'BACKING UP' });
  const error = await thrownBy(cloud.client.createBackup(order, { hasUniqueName: true }));
  expect(error).toMatchObject({ name: 'InstanceBusyError', elapsedMs: 10 * MINUTE_MS });
});

test('a limit that is shorter than the patience is still kept', async () => {
  const cloud = scriptedCloud({ creates: [busy, accepted] });
  const options = { hasUniqueName: true, busyTimeoutMs: 4_000 };
  expect(await cloud.client.createBackup(order, options)).toMatchObject({ id: 'b-1' });
  expect(cloud.times('create')[1]).toBeLessThanOrEqual(4_000);
});

test('a cancel ends the wait at once: there is no backup', async () => {
  const controller = new AbortController();
  const cloud = scriptedCloud({
    creates: [busy],
    instance: ({ clock }) => {
      if (clock.monotonicMs() > 3 * MINUTE_MS) controller.abort();
      return 'BACKING UP';
    },
  });
  const options = { hasUniqueName: true, signal: controller.signal };
  const error = await thrownBy(cloud.client.createBackup(order, options));
  expect(error).toBeInstanceOf(CancelledError);
  expect(error).not.toHaveProperty('backup.id');
  expect(cloud.count('create')).toBe(1);
  expect(cloud.sent.at(-1)?.atMs).toBeLessThan(4 * MINUTE_MS);
});
