import { expect, test } from '@jest/globals';
import {
  ApiError,
  BackupDeletingError,
  BackupFailedError,
  CancelledError,
  DeadlineError,
  ResponseError,
  StatusUnavailableError,
} from '../../../../src/index.ts';
import { aBackup, broken, PROJECT, type Reply, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

type Step = string | Reply | Error | undefined;

/** Waits while the cloud gives these looks, the last again and again; `undefined` is an empty list. */
function waitThrough(
  steps: readonly Step[],
  timeoutMs = 3_600_000,
  signal?: AbortSignal,
  job?: Reply,
) {
  const clock = virtualClock();
  const atMs: number[] = [];
  const { client, log } = testClient({
    clock,
    respond: ({ url }) => {
      if (url.pathname === `/v3/${PROJECT}/jobs`) return job ?? { status: 404 };
      const step = steps[Math.min(atMs.length, steps.length - 1)];
      atMs.push(clock.monotonicMs());
      if (step instanceof Error) throw step;
      if (typeof step === 'object') return step;
      return {
        body: { backups: step === undefined ? [] : [{ id: 'b-1', status: step, size: 7 }] },
      };
    },
  });
  const end = client
    .waitForBackup(aBackup({ jobId: 'j-1' }), { timeoutMs, signal })
    .catch((error: unknown) => error);
  return { end, atMs, log, clock };
}

test('the first look is at once, and a finished backup needs no second', async () => {
  const { end, atMs, clock } = waitThrough(['COMPLETED']);
  expect(await end).toMatchObject({ id: 'b-1', status: 'COMPLETED', sizeMb: 7, created: true });
  expect([atMs, clock.pauses]).toEqual([[0], []]);
});

test('an empty list right after the create is "not yet"', async () => {
  const { end } = waitThrough([undefined, undefined, 'BUILDING', 'AVAILABLE']);
  expect(await end).toMatchObject({ status: 'COMPLETED', statusWord: 'AVAILABLE' });
});

test('another backup in the answer is not ours', async () => {
  const other = { body: { backups: [{ id: 'b-2', status: 'COMPLETED' }] } };
  const { end, atMs } = waitThrough([other, 'COMPLETED']);
  expect(await end).toMatchObject({ id: 'b-1', status: 'COMPLETED' });
  expect(atMs).toHaveLength(2);
});

test('an unknown status word is pending, and told once', async () => {
  const { end, log } = waitThrough([
    'PAUSED',
    'PAUSED',
    'PAUSED',
    'BUILDING',
    'PAUSED',
    'COMPLETED',
  ]);
  expect(await end).toMatchObject({ status: 'COMPLETED' });
  expect(log.lines.filter((line) => line.includes('PAUSED'))).toHaveLength(1);
});

test('FAILED ends it, with the reason that the job gives', async () => {
  const job = { body: { job: { status: 'Failed', fail_reason: 'disk is full' } } };
  const error = await waitThrough(['BUILDING', 'FAILED'], undefined, undefined, job).end;
  expect(error).toBeInstanceOf(BackupFailedError);
  expect(error).toMatchObject({
    reason: 'disk is full',
    message: 'Backup b-1 (nightly) failed: "disk is full".',
    backup: { id: 'b-1', status: 'FAILED' },
  });
});

test.each<[string, Reply | undefined]>([
  ['is not there', undefined],
  ['can’t be read', { body: 'x' }],
  ['gives none', { body: { job: { status: 'Failed', fail_reason: '' } } }],
])('FAILED ends it also where the job %s', async (_, job) => {
  const error = await waitThrough(['FAILED'], undefined, undefined, job).end;
  expect(error).toBeInstanceOf(BackupFailedError);
  expect(error).toMatchObject({ reason: undefined, message: expect.stringContaining('no reason') });
});

test('DELETING ends it', async () => {
  const respond = () => ({ body: { backups: [{ id: 'b-1', status: 'DELETING' }] } });
  const { client } = testClient({ respond });
  const error = client.waitForBackup(aBackup({ service: 'rds' }), { timeoutMs: 60_000 });
  await expect(error).rejects.toBeInstanceOf(BackupDeletingError);
});

test.each([1_000, 1_999, 10_000, 61_234])(
  'the last look is at the deadline, %d ms',
  async (timeoutMs) => {
    const { end, atMs } = waitThrough(['BUILDING'], timeoutMs);
    const error = await end;
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ backup: { id: 'b-1' }, elapsedMs: timeoutMs });
    expect(atMs.at(-1)).toBe(timeoutMs);
    expect(new Set(atMs).size).toBe(atMs.length);
  },
);

test('a backup that is done by the deadline is not missed', async () => {
  const { end } = waitThrough(['BUILDING', 'BUILDING', 'COMPLETED'], 3_000);
  expect(await end).toMatchObject({ status: 'COMPLETED' });
});

test('no time at all still means one look', async () => {
  expect(await waitThrough(['COMPLETED'], 0).end).toMatchObject({ status: 'COMPLETED' });
  expect(await waitThrough(['BUILDING'], 0).end).toBeInstanceOf(DeadlineError);
});

test.each<[string, Step]>([
  ['a server fault', { status: 500, body: { error_code: 'DBS.108000', error_msg: 'x' } }],
  ['throttling', { status: 429 }],
  ['a broken connection', broken('ECONNRESET')],
  ['an answer that can’t be read', { body: '<html>' }],
])('%s does not end it', async (_, step) => {
  const { end, log } = waitThrough([
    ...Array.from({ length: 12 }, () => step),
    'BUILDING',
    'COMPLETED',
  ]);
  expect(await end).toMatchObject({ status: 'COMPLETED' });
  expect(log.lines).toContainEqual(
    expect.stringMatching(/^(info: cloud\.test answers again\.$|warning: .* takes no more calls)/),
  );
});

test('a backup that the cloud says it does not know is one that is not listed yet', async () => {
  const missing = { status: 404, body: { error_code: 'DBS.201010', error_msg: 'x' } };
  const { end } = waitThrough([missing, missing, 'BUILDING', 'COMPLETED']);
  expect(await end).toMatchObject({ status: 'COMPLETED' });
});

test('a last look that fails says why', async () => {
  const error = await waitThrough([{ body: '<html>' }], 5_000).end;
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toHaveProperty('cause', expect.any(ResponseError));
});

test.each([
  ['a login that ran out, at the third refusal,', 'DBS.280056', [0, 2_000, 7_000, 22_000]],
  ['a missing permission', 'DBS.200010', [0, 2_000]],
])('%s ends it with the cloud’s error, and the backup', async (_, code, looksMs) => {
  const step = { status: 403, body: { error_code: code, error_msg: 'x' } };
  const { end, atMs } = waitThrough(['BUILDING', step]);
  const error = await end;
  expect(error).toBeInstanceOf(StatusUnavailableError);
  expect(error).toMatchObject({ backup: { id: 'b-1' }, cause: expect.any(ApiError) });
  expect(atMs).toEqual(looksMs);
});

test('an abort ends it at once, and tells the backup that goes on', async () => {
  const controller = new AbortController();
  let looks = 0;
  const respond = () => {
    looks++;
    if (looks === 4) controller.abort();
    return { body: { backups: [{ id: 'b-1', status: 'BUILDING' }] } };
  };
  const { client } = testClient({ respond });
  const options = { timeoutMs: 3_600_000, signal: controller.signal };
  const error = await client.waitForBackup(aBackup(), options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CancelledError);
  expect(error).toMatchObject({ message: 'Cancelled. Backup b-1 (nightly) goes on in the cloud.' });
  expect(looks).toBe(4);
});

test('an abort before the first look sends nothing', async () => {
  const { end, atMs } = waitThrough(['BUILDING'], undefined, AbortSignal.abort());
  expect(await end).toBeInstanceOf(CancelledError);
  expect(atMs).toEqual([]);
});

test('a cancelled wait has the backup as a field', async () => {
  const { end } = waitThrough(['BUILDING'], undefined, AbortSignal.abort());
  expect(await end).toMatchObject({ name: 'CancelledError', backup: { id: 'b-1' } });
});
