import { expect, test } from '@jest/globals';
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

/** Prunes five backups of a cloud that answers each delete as told. */
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

test('each that is refused for a reason of its own is told of with that', async () => {
  const { client, warnings } = prepare((id) => ({
    status: 409,
    body: { error_code: 'DBS.201208', error_msg: `${id} is locked` },
  }));
  const { kept } = await client.pruneBackups(own, rule);
  expect(kept).toHaveLength(4);
  for (const [at, line] of warnings().entries()) {
    const id = kept[at]?.backup.id;
    expect(new Set(line.match(/b-\d/g))).toEqual(new Set([id]));
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
  const signal = clock.signalAfter(3_600_000);
  const { deleted, kept } = await client.pruneBackups(own, rule, { signal });
  expect(idsOf(deleted)).toEqual(['b-4']);
  expect(kept).toMatchObject([{ backup: { id: 'b-3' }, error: { name: 'BackupError' } }]);
  expect(warnings()).toEqual([
    'warning: Old backup b-3 could not be deleted. No answer to its delete came before the time was over: whether it is gone is not known.',
  ]);
  expect(asked).toEqual(['b-4', 'b-3']);
});

test('a backup of this step that the list shows here stays, whatever its age', async () => {
  const { client, asked } = prepare(() => gone);
  await client.pruneBackups(own, { ...rule, stay: ['b-0', 'b-4'] });
  expect(asked).toEqual(['b-3', 'b-2', 'b-1']);
});
