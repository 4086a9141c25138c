import { expect, test } from '@jest/globals';
import {
  ApiError,
  CancelledError,
  InstanceBusyError,
  UncertainCreateError,
} from '../../../../src/index.ts';
import { broken, type Reply, thrownBy } from '../../../support/memory-cloud.ts';
import {
  accepted,
  busy,
  duplicate,
  type Listed,
  listed,
  order,
  refusedWith,
  scriptedCloud,
} from '../../../support/scripted-cloud.ts';

const conflict = refusedWith(409, 'DBS.299999');
const quota = refusedWith(400, 'DBS.290003');
const MINUTE_MS = 60_000;
/** Of a service that refuses a name that is taken. */
const rdsOrder = { ...order, service: 'rds' } as const;
const anHour = { timeoutMs: 60 * MINUTE_MS };

/** What our own create explains, when a gateway has sent it on twice. */
const explained: readonly (readonly [string, Reply])[] = [
  ['the name exists', duplicate],
  ['busy', busy],
  ['a conflict that no page lists', conflict],
  ['the quota is used up', quota],
];

/** A list that shows these as soon as a create was sent. */
const afterCreate =
  (...backups: readonly Listed[]) =>
  ({ creates }: { readonly creates: number }) =>
    creates === 0 ? [] : backups;

test.each(explained)(
  '%s, by a name that nothing else makes up: ours is taken',
  async (_, answer) => {
    const cloud = scriptedCloud({ creates: [answer], backups: afterCreate(listed) });
    const backup = await cloud.client.createBackup(order, { ...anHour, hasUniqueName: true });
    expect(backup).toMatchObject({ id: 'b-1', jobId: undefined, created: true });
    expect(cloud.count('create')).toBe(1);
  },
);

test.each(explained)(
  '%s, with a description that nothing else makes up: ours is taken',
  async (_, answer) => {
    const cloud = scriptedCloud({ creates: [answer], backups: afterCreate(listed) });
    const options = { ...anHour, hasUniqueDescription: true, reuseExisting: false };
    expect(await cloud.client.createBackup(order, options)).toMatchObject({
      id: 'b-1',
      created: true,
    });
    expect(cloud.log.lines).toContain(
      'info: Backup b-1 was made by this very create, which a gateway must have sent on twice: nothing else has its description. Taking it.',
    );
    expect(cloud.count('create')).toBe(1);
  },
);

test.each(explained)(
  '%s, and a new backup may be ours or another’s: perhaps one, with its id',
  async (_, answer) => {
    const cloud = scriptedCloud({ creates: [answer], backups: afterCreate(listed) });
    const error = await thrownBy(cloud.client.createBackup(order, anHour));
    expect(error).toBeInstanceOf(UncertainCreateError);
    expect(error).toMatchObject({
      candidates: ['b-1'],
      message: expect.stringMatching(
        /^A backup named nightly may exist: a gateway that sends a create on twice .* It may be b-1\. TaurusDB refused/,
      ),
    });
    expect(cloud.count('create')).toBe(1);
  },
);

test('two of our own are told with both ids, and none is taken', async () => {
  const twice = afterCreate(listed, { ...listed, id: 'b-2' });
  for (const own of [{ hasUniqueName: true }, { hasUniqueDescription: true }]) {
    const cloud = scriptedCloud({ creates: [busy], backups: twice });
    const options = { ...anHour, ...own, reuseExisting: true };
    const error = await thrownBy(cloud.client.createBackup(order, options));
    expect(error).toMatchObject({ name: 'UncertainCreateError', candidates: ['b-1', 'b-2'] });
  }
});

test.each<[string, Partial<Listed>]>([
  ['has another description', { description: 'by hand' }],
  ['began before the create', { begin_time: '2026-11-21T07:00:00+0000' }],
])('one that %s is surely another’s: it goes on as without it', async (_, changes) => {
  const another = { ...listed, ...changes, id: 'b-9' };
  const outcomeOf = async (answer: Reply, reuseExisting = false) => {
    const cloud = scriptedCloud({ creates: [answer, accepted], backups: afterCreate(another) });
    return await thrownBy(cloud.client.createBackup(order, { ...anHour, reuseExisting }));
  };
  expect(await outcomeOf(duplicate)).toMatchObject({ name: 'ApiError', kind: 'duplicate-name' });
  expect(await outcomeOf(quota)).toMatchObject({ name: 'ApiError', kind: 'quota' });
  expect(await outcomeOf(busy)).toMatchObject({ id: 'b-1', jobId: 'j-1', created: true });
  expect(await outcomeOf(duplicate, true)).toMatchObject({ id: 'b-9', created: false });
});

test('reuse_existing takes what may be ours as ever, and does not call it created', async () => {
  for (const [, answer] of explained) {
    const cloud = scriptedCloud({ creates: [answer], backups: afterCreate(listed) });
    const taken = await cloud.client.createBackup(order, { ...anHour, reuseExisting: true });
    expect(taken).toMatchObject({ id: 'b-1', created: false });
  }
});

test.each(explained)('%s: one that was there before is not ours', async (_, answer) => {
  const cloud = scriptedCloud({ creates: [answer, accepted], backups: () => [listed] });
  const options = { ...anHour, hasUniqueDescription: true };
  const end = await thrownBy(cloud.client.createBackup(order, options));
  if (answer === busy || answer === conflict) expect(end).toHaveProperty('jobId', 'j-1');
  else expect(end).toBeInstanceOf(ApiError);
});

test('our own name exists and no list shows it in a minute: one exists, and there is no further create', async () => {
  const cloud = scriptedCloud({ creates: [duplicate, accepted] });
  const create = cloud.client.createBackup(order, { ...anHour, hasUniqueName: true });
  expect(await thrownBy(create)).toMatchObject({
    name: 'UncertainCreateError',
    message: expect.stringContaining('TaurusDB says that the name is taken'),
    cause: { kind: 'duplicate-name' },
  });
  expect([cloud.count('create'), cloud.clock.monotonicMs()]).toEqual([1, MINUTE_MS]);
});

test('a name of the user’s that no list shows for a minute is another instance’s: none', async () => {
  const cloud = scriptedCloud({ creates: [duplicate, accepted] });
  const error = await thrownBy(cloud.client.createBackup(order, anHour));
  expect(error).toMatchObject({ name: 'ApiError', kind: 'duplicate-name' });
  expect([cloud.count('create'), cloud.times('list').at(-1)]).toEqual([1, MINUTE_MS]);
});

test('a name that was there before is looked for once, and the refusal is told at once', async () => {
  const cloud = scriptedCloud({ creates: [duplicate], backups: () => [listed] });
  const error = await thrownBy(cloud.client.createBackup(order, anHour));
  expect(error).toHaveProperty('kind', 'duplicate-name');
  expect(cloud.sent.map(({ what, atMs }) => [what, atMs])).toEqual([
    ['list', 0],
    ['create', 0],
    ['list', 0],
  ]);
});

test('a quota whose look shows nothing, and busy without patience, end with none at once', async () => {
  for (const answer of [quota, busy, conflict]) {
    const cloud = scriptedCloud({ creates: [answer] });
    const options = { hasUniqueName: true, busyTimeoutMs: 0 };
    expect(await thrownBy(cloud.client.createBackup(order, options))).toBeInstanceOf(ApiError);
    expect(cloud.sent.map(({ what, atMs }) => [what, atMs])).toEqual([
      ['create', 0],
      ['list', 0],
    ]);
  }
});

test.each<[string, Reply]>([
  ['busy', busy],
  ['a conflict', conflict],
])('%s: one look then, and one before every further create', async (_, answer) => {
  const cloud = scriptedCloud({ creates: [...Array(6).fill(answer), accepted] });
  await cloud.client.createBackup(rdsOrder, { ...anHour, hasUniqueName: true });
  const [first = 0, ...further] = cloud.times('create');
  const looks = cloud.times('list');
  expect(looks[0]).toBe(first);
  expect(further).toHaveLength(6);
  for (const ms of further) expect(looks).toContain(ms);
  // Beside them one for a list that lags, and one after each refusal.
  expect(looks.length).toBeLessThanOrEqual(1 + 2 * further.length + 1);
});

test('throttled, unreached or without a login there is no look: the gateway let nothing through', async () => {
  const unreached = Object.assign(broken('ECONNREFUSED'), { syscall: 'connect' });
  const login = refusedWith(401, 'APIGW.0301');
  for (const answer of [{ status: 429 }, unreached, login]) {
    const cloud = scriptedCloud({ creates: [answer, accepted], backups: afterCreate(listed) });
    await thrownBy(cloud.client.createBackup(order, { ...anHour, hasUniqueName: true }));
    expect(cloud.count('list')).toBe(0);
  }
});

test('what nothing of ours explains is final at once', async () => {
  for (const code of ['DBS.200010', 'DBS.200086', 'DBS.280277', 'DBS.200002']) {
    const cloud = scriptedCloud({ creates: [refusedWith(400, code)], backups: () => [listed] });
    const create = cloud.client.createBackup(order, { ...anHour, hasUniqueName: true });
    expect(await thrownBy(create)).toBeInstanceOf(ApiError);
    expect(cloud.sent).toEqual([{ what: 'create', atMs: 0 }]);
  }
});

test('a look that can’t be had holds the next create back, and the end says perhaps', async () => {
  for (const [, answer] of explained) {
    const cloud = scriptedCloud({
      creates: [answer, accepted],
      backups: ({ creates }) => (creates === 0 ? [] : { status: 503 }),
    });
    const error = await thrownBy(cloud.client.createBackup(order, anHour));
    expect(error).toMatchObject({ name: 'UncertainCreateError', cause: { status: 503 } });
    expect(cloud.count('create')).toBe(1);
  }
});

test.each(['rds', 'taurusdb'] as const)(
  '%s: a list that shows it late is read again in the busy wait, which then is no wait for another',
  async (service) => {
    const cloud = scriptedCloud({
      creates: [busy, accepted],
      backups: ({ clock }) => (clock.monotonicMs() < 59_000 ? [] : [listed]),
      instance: () => 'BACKING UP',
    });
    const options = { hasUniqueName: true, ...anHour };
    const made = await cloud.client.createBackup({ ...order, service }, options);
    expect(made).toMatchObject({ id: 'b-1', created: true });
    expect(cloud.count('create')).toBe(1);
    expect(cloud.clock.monotonicMs()).toBeLessThan(2 * MINUTE_MS);
  },
);

test.each([60 * MINUTE_MS, 20_000])(
  'a service that takes a name twice gets no further create while a list may lag, in %d ms of patience',
  async (busyTimeoutMs) => {
    const cloud = scriptedCloud({
      creates: [busy, accepted],
      backups: ({ clock }) => (clock.monotonicMs() < 59_000 ? [] : [listed]),
      instance: ({ clock }) => (clock.monotonicMs() < 2_000 ? 'BACKING UP' : 'ACTIVE'),
    });
    await thrownBy(cloud.client.createBackup(order, { hasUniqueName: true, busyTimeoutMs }));
    expect(cloud.count('create')).toBe(1);
  },
);

test('a step that ends before a late list could show it says perhaps, and afterwards none', async () => {
  const endAfter = async (ms: number, how: 'deadline' | 'cancel') => {
    const controller = new AbortController();
    const cloud = scriptedCloud({
      creates: [busy],
      instance: ({ clock }) => {
        if (how === 'cancel' && clock.monotonicMs() >= ms) controller.abort();
        return 'BACKING UP';
      },
    });
    const limit = how === 'deadline' ? { timeoutMs: ms } : { signal: controller.signal };
    return await thrownBy(cloud.client.createBackup(rdsOrder, { hasUniqueName: true, ...limit }));
  };
  const early = await endAfter(40_000, 'deadline');
  expect(early).toMatchObject({ name: 'UncertainCreateError', cause: { kind: 'busy' } });
  expect(await endAfter(40_000, 'cancel')).toBeInstanceOf(UncertainCreateError);
  expect(await endAfter(3 * MINUTE_MS, 'deadline')).toBeInstanceOf(InstanceBusyError);
  expect(await endAfter(3 * MINUTE_MS, 'cancel')).toBeInstanceOf(CancelledError);
});

test('busy_timeout in the first minute ends with a look, and then with none', async () => {
  const cloud = scriptedCloud({ creates: [busy], instance: () => 'BACKING UP' });
  const options = { hasUniqueName: true, busyTimeoutMs: 20_000 };
  const error = await thrownBy(cloud.client.createBackup(rdsOrder, options));
  expect(error).toBeInstanceOf(InstanceBusyError);
  expect(cloud.times('list')).toEqual([0, 20_000]);
});
