import { describe, expect, test } from '@jest/globals';
import { type ServiceId, serviceIds } from '../../../src/index.ts';
import {
  INSTANCE,
  type MemoryRequest,
  type Reply,
  testClient,
} from '../../support/memory-cloud.ts';
import { refusedWith } from '../../support/scripted-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const rule = { keepLast: 1, isOurs: (name: string) => name.startsWith('gh-') };
const own = { service: 'taurusdb', instanceId: INSTANCE, id: 'b-0' } as const;

/** Five completed backups of ours, a day apart; `b-0` is the newest, and `b-4` is deleted first. */
const backups = [4, 3, 2, 1, 0].map((day) => ({
  id: `b-${day}`,
  name: `gh-${day}`,
  type: 'manual',
  status: 'COMPLETED',
  instance_id: INSTANCE,
  begin_time: `2026-11-${20 - day}T08:00:00+0000`,
  end_time: `2026-11-${20 - day}T08:01:00+0000`,
}));

type Delete = (id: string, signal: AbortSignal) => Reply | Promise<Reply>;

/** Prunes five backups of a cloud that answers each delete as the test says. */
function prepare(answer: Delete) {
  const clock = virtualClock();
  const asked: string[] = [];
  const respond = ({ method, url }: MemoryRequest, signal: AbortSignal) => {
    if (method !== 'DELETE') return { body: { backups } };
    const id = url.pathname.split('/').at(-1) ?? '';
    asked.push(id);
    return answer(id, signal);
  };
  const { client, log } = testClient({ respond, clock });
  const warnings = () => log.lines.filter((line) => line.startsWith('warning'));
  return { client, clock, asked, warnings };
}

const gone: Reply = { body: {} };
const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test.each([
  ['throttled', { status: 429 }, 'throttled'],
  ['no longer let in', refusedWith(401, 'APIGW.0301'), 'login'],
])('%s: the deleting ends with one warning, and the rest is kept', async (_, refusal, kind) => {
  const { client, asked, warnings } = prepare((id) => (id === 'b-4' ? gone : refusal));
  const { deleted, kept } = await client.pruneBackups(own, rule);
  expect(idsOf(deleted)).toEqual(['b-4']);
  expect(kept.map(({ backup }) => backup.id)).toEqual(['b-3', 'b-2', 'b-1']);
  const [refused, ...notTried] = kept;
  expect(refused?.error).toMatchObject({ name: 'ApiError', kind });
  for (const { error } of notTried) {
    expect(error).toMatchObject({ message: expect.stringContaining('was not sent') });
    expect(String(error)).not.toContain('b-3');
  }
  expect(warnings()).toEqual([
    expect.stringContaining('Old backup b-3 could not be deleted, and 2 more are not tried. '),
  ]);
  expect(asked).not.toContain('b-2');
});

test('throttled at the last one: the warning tells of no others', async () => {
  const { client, warnings } = prepare((id) => (id === 'b-1' ? { status: 429 } : gone));
  const { deleted } = await client.pruneBackups(own, rule);
  expect(deleted).toHaveLength(3);
  expect(warnings()).toEqual([expect.stringContaining('Old backup b-1 could not be deleted. ')]);
});

test('the oldest backup is deleted first', async () => {
  const { client, asked } = prepare(() => gone);
  await client.pruneBackups(own, rule);
  expect(asked).toEqual(['b-4', 'b-3', 'b-2', 'b-1']);
});

test('each that is refused for a reason of its own is named with that reason', async () => {
  const { client, warnings } = prepare((id) => ({
    status: 409,
    body: { error_code: `DBS.99900${id.at(-1)}`, error_msg: `${id} is locked` },
  }));
  const { kept } = await client.pruneBackups(own, rule);
  expect(kept).toHaveLength(4);
  for (const [at, line] of warnings().entries()) {
    const id = kept[at]?.backup.id;
    expect(new Set(line.match(/b-\d/g))).toEqual(new Set([id]));
  }
});

describe('a lock that keeps all backups of the instance', () => {
  const locked = refusedWith(400, 'DBS.999001');

  test('two equal refusals end the deleting, with one warning that names the lock', async () => {
    const { client, asked, warnings } = prepare((id) => (id === 'b-4' ? gone : locked));
    const { deleted, kept } = await client.pruneBackups(own, rule);
    expect(asked).toEqual(['b-4', 'b-3', 'b-2']);
    expect(idsOf(deleted)).toEqual(['b-4']);
    expect(kept.map(({ backup }) => backup.id)).toEqual(['b-3', 'b-2', 'b-1']);
    expect(kept.at(-1)?.error).toMatchObject({ message: expect.stringContaining('was not sent') });
    expect(warnings()).toEqual([
      'warning: Old backups b-3 and b-2 could not be deleted, and 1 more are not tried. TaurusDB refused to delete backup b-2: DBS.999001 "x" (HTTP 400). Perhaps a lock keeps the instance’s backups (TaurusDB’s backup vault lock, for days or years): look at its backups in the console. The next run tries two again.',
    ]);
  });

  test('a refusal of another kind between the two is named by itself', async () => {
    const { client, asked, warnings } = prepare((id) =>
      id === 'b-3' ? refusedWith(409, 'DBS.201208') : locked,
    );
    await client.pruneBackups(own, rule);
    expect(asked).toEqual(['b-4', 'b-3', 'b-2']);
    expect(warnings()).toEqual([
      expect.stringContaining('Old backup b-3 could not be deleted. '),
      expect.stringContaining('Old backups b-4 and b-2 could not be deleted, and 1 more'),
    ]);
  });

  test('one refusal alone says nothing of a lock', async () => {
    const { client, warnings } = prepare((id) => (id === 'b-4' ? locked : gone));
    await client.pruneBackups(own, rule);
    expect(warnings()).toEqual([expect.not.stringContaining('lock keeps')]);
  });

  test('faults of the server are no refusals: each backup is tried', async () => {
    const { client, asked } = prepare(() => ({ status: 503 }));
    await client.pruneBackups(own, rule);
    expect(new Set(asked).size).toBe(4);
  });
});

test('a gateway without the delete call ends the deleting, with one warning that says what to do', async () => {
  const { client, asked, warnings } = prepare(() => refusedWith(404, 'APIGW.0101'));
  const { kept } = await client.pruneBackups({ ...own, service: 'geminidb' }, rule);
  expect(asked).toEqual(['b-4']);
  expect(kept).toHaveLength(4);
  expect(kept[0]?.error).toMatchObject({
    hint: expect.stringContaining('OTC documents this call since March 2026'),
  });
  expect(warnings()).toEqual([
    expect.stringContaining('Old backup b-4 could not be deleted, and 3 more are not tried. '),
  ]);
});

test('GaussDB’s word for a backup that is gone is no failure, to a delete of GaussDB alone', async () => {
  const ask = async (service: ServiceId) => {
    const { client, warnings } = prepare(() => refusedWith(400, 'DBS.200751'));
    const { kept } = await client.pruneBackups({ ...own, service }, rule);
    return { kept: kept.length, warnings: warnings().length };
  };
  expect(await ask('gaussdb')).toEqual({ kept: 0, warnings: 0 });
  for (const service of serviceIds.filter((id) => id !== 'gaussdb' && id !== 'rds-v1')) {
    expect([service, await ask(service)]).toEqual([service, { kept: 4, warnings: 1 }]);
  }
});

test('a delete that gets no answer before the time is over is told of in words', async () => {
  const hang = async (signal: AbortSignal) => {
    clock.advance(3_600_000);
    clock.advance(5_000);
    await Promise.resolve();
    signal.throwIfAborted();
    return gone;
  };
  const setting = prepare((id, signal) => (id === 'b-4' ? gone : hang(signal)));
  const { client, clock, warnings, asked } = setting;
  const limits = { timeoutMs: 3_600_000 };
  const { deleted, kept } = await client.pruneBackups(own, rule, limits);
  expect(idsOf(deleted)).toEqual(['b-4']);
  expect(kept).toMatchObject([{ backup: { id: 'b-3' }, error: { name: 'DeadlineError' } }]);
  expect(warnings()).toEqual([
    expect.stringContaining(
      'Old backup b-3 could not be deleted. The time limit ended before the answer to the delete of backup b-3 came: whether it is gone is not known. What went wrong last: No answer from ',
    ),
  ]);
  expect(asked).toEqual(['b-4', 'b-3']);
});

test('a backup of this step that the list shows here stays, whatever its age', async () => {
  const { client, asked } = prepare(() => gone);
  await client.pruneBackups(own, { ...rule, stay: ['b-0', 'b-4'] });
  expect(asked).toEqual(['b-3', 'b-2', 'b-1']);
});
