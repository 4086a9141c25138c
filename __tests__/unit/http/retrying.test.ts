import { expect, test } from '@jest/globals';
import { anyAnswer } from '../../../src/http/answer-reader.ts';
import type { ApiCall } from '../../../src/http/api-call.ts';
import { createSender } from '../../../src/http/send.ts';
import type { HttpRequest, Transport } from '../../../src/http/transport.ts';
import { TransportError } from '../../../src/http/transport-error.ts';
import { ApiError, NetworkError } from '../../../src/index.ts';
import { Secrets } from '../../../src/runtime/secrets.ts';
import { recordLog } from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

interface Reply {
  readonly status: number;
  readonly headers?: HttpRequest['headers'];
}

const memoryTransport = (respond: (headers: HttpRequest['headers']) => Reply): Transport => ({
  async exchange({ headers }) {
    return { headers: {}, body: '', ...respond(headers) };
  },
  async close() {},
});

const never = new AbortController().signal;
const unreached = () =>
  new TransportError(Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }));
const broken = () => new TransportError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));

/** Sends one call to a cloud that gives these replies, then 200; notes times and authorisations. */
function attemptsWith(
  method: ApiCall<unknown>['method'],
  replies: readonly (Reply | Error)[],
  random = () => 0.5,
) {
  const clock = virtualClock();
  const atMs: number[] = [];
  const stamps: (string | undefined)[] = [];
  const transport = memoryTransport((headers) => {
    const reply = replies[atMs.length] ?? { status: 200 };
    atMs.push(clock.monotonicMs());
    stamps.push(headers['stamp']);
    if (reply instanceof Error) throw reply;
    return reply;
  });
  const log = recordLog();
  const secrets = new Secrets();
  const sender = createSender({ transport, clock, random, log, secrets, language: 'zh-cn' });
  const authorize = (request: Parameters<Parameters<typeof sender.send>[1]['authorize']>[0]) => ({
    request: {
      ...request,
      headers: { ...request.headers, stamp: `${request.headers['x-language']} ${clock.epochMs()}` },
    },
  });
  const call = { method, path: ['x'], answer: anyAnswer, purpose: 'do x' } as const;
  const done = sender.send(call, { title: 'RDS', baseUrl: 'https://h.test', authorize }, never);
  return { done, atMs, stamps, log };
}

const many = <Value>(value: Value) => Array.from({ length: 9 }, () => value);

test('what may be repeated is tried at most five times on each passing status', () =>
  checkRows(
    (['GET', 'DELETE'] as const).flatMap((method) =>
      [408, 421, 425, 499, 500, 501, 502, 503, 504, 302].map((status) => [method, status] as const),
    ),
    async (method, status) => {
      const { done, atMs } = attemptsWith(method, many({ status }));
      await expect(done).rejects.toMatchObject({ name: 'ApiError', status });
      expect(atMs).toHaveLength(5);
    },
  ));

test.each(['GET', 'DELETE'] as const)(
  '%s is tried at most five times without an answer',
  async (method) => {
    const { done, atMs } = attemptsWith(method, many(broken()));
    await expect(done).rejects.toThrow(NetworkError);
    expect(atMs).toHaveLength(5);
  },
);

test('the first answer that is final ends it', async () => {
  const { done, atMs } = attemptsWith('GET', [broken(), { status: 503 }, { status: 200 }]);
  await done;
  expect(atMs).toHaveLength(3);
});

test('a GET is not repeated after a lasting status', () =>
  checkRows([400, 401, 403, 404, 407, 409], async (status) => {
    const { done, atMs } = attemptsWith('GET', many({ status }));
    await expect(done).rejects.toThrow(ApiError);
    expect(atMs).toHaveLength(1);
  }));

test.each<Reply | Error>([{ status: 429 }, { status: 500 }, { status: 503 }, broken()])(
  'a POST is never repeated: %p',
  async (reply) => {
    const { done, atMs } = attemptsWith('POST', many(reply));
    await expect(done).rejects.toThrow();
    expect(atMs).toHaveLength(1);
  },
);

test('every attempt is authorised anew, for its own moment', async () => {
  const { done, stamps } = attemptsWith('GET', many({ status: 503 }));
  await expect(done).rejects.toThrow();
  expect(new Set(stamps).size).toBe(5);
  expect(stamps[0]).toBe(`zh-cn ${Date.UTC(2026, 10, 21, 8)}`);
});

test('pauses double from half a second, times the dice', async () => {
  const gaps = async (random: () => number) => {
    const { done, atMs } = attemptsWith('GET', many({ status: 503 }), random);
    await done.catch(() => {});
    return atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? 0));
  };
  expect(await gaps(() => 1)).toEqual([500, 1000, 2000, 4000]);
  expect(await gaps(() => 0.25)).toEqual([125, 250, 500, 1000]);
});

test('each Retry-After makes its pause', () =>
  checkRows(
    [
      ['7', 7000],
      ['0', 0],
      ['Sat, 21 Nov 2026 08:00:20 GMT', 20_000],
      ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
      ['soon', 250],
      ['3600', 60_000],
    ],
    async (header, ms) => {
      const { done, atMs } = attemptsWith('GET', [
        { status: 503, headers: { 'retry-after': header } },
      ]);
      await done;
      expect(atMs).toEqual([0, ms]);
    },
  ));

test.each(['-3', '1.5'])(
  'Retry-After %s is no number of seconds, and no date either',
  async (header) => {
    const { done, atMs } = attemptsWith('GET', [
      { status: 503, headers: { 'retry-after': header } },
    ]);
    await done;
    expect(atMs).toEqual([0, 250]);
  },
);

test('a GET that is throttled is asked again for ten minutes', async () => {
  const { done, atMs } = attemptsWith('GET', Array(99).fill({ status: 429 }));
  await expect(done).rejects.toMatchObject({ kind: 'throttled' });
  expect(atMs.at(-1)).toBeGreaterThanOrEqual(600_000);
  expect(atMs.at(-1)).toBeLessThanOrEqual(660_000);
});

test('throttled attempts are not counted among the five', async () => {
  const replies = [429, 503, 429, 503, 429, 503, 429, 503, 429, 503].map((status) => ({ status }));
  const { done, atMs } = attemptsWith('GET', replies);
  await expect(done).rejects.toMatchObject({ status: 503 });
  expect(atMs).toHaveLength(10);
});

test('a DELETE that is throttled twice in a row is given up', async () => {
  const replies = [429, 503, 429, 429, 200].map((status) => ({ status }));
  const { done, atMs } = attemptsWith('DELETE', replies);
  await expect(done).rejects.toMatchObject({ kind: 'throttled' });
  expect(atMs).toHaveLength(4);
});

test.each(['GET', 'DELETE'] as const)('%s to nobody is tried for a minute', async (method) => {
  const { done, atMs } = attemptsWith(method, Array(99).fill(unreached()));
  await expect(done).rejects.toMatchObject({ mayHaveArrived: false });
  expect(atMs.at(-1)).toBe(60_000);
});

test('a host that has answered once is tried for ten minutes', async () => {
  const { done, atMs } = attemptsWith('GET', [{ status: 503 }, ...Array(99).fill(unreached())]);
  await expect(done).rejects.toMatchObject({ mayHaveArrived: false, hasAnswered: true });
  expect(atMs.at(-1)).toBeGreaterThanOrEqual(600_000);
});

test('what went wrong is told by one warning, and then by a line a minute at most', async () => {
  const { done, atMs, log } = attemptsWith('GET', [
    { status: 503 },
    ...Array(99).fill(unreached()),
  ]);
  await expect(done).rejects.toThrow();
  const told = log.lines.filter((line) => !line.startsWith('debug'));
  expect(told.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  expect(told.length).toBeLessThanOrEqual(12);
  expect(atMs.length).toBeGreaterThan(20);
});

test('an end that comes between a refused proof and the next attempt ends the call', async () => {
  const ending = new AbortController();
  const transport = { exchange: async () => ({ status: 401, headers: {}, body: '{}' }) };
  const clock = virtualClock();
  const sender = createSender({
    transport: { ...transport, close: async () => {} },
    clock,
    random: () => 0,
    log: recordLog(),
    secrets: new Secrets(),
    language: 'en-us',
  });
  const authorize: Parameters<typeof sender.send>[1]['authorize'] = (request) => ({
    request,
    judge() {
      ending.abort(new Error('time is up'));
      return 'again';
    },
  });
  const call = { method: 'GET', path: ['x'], answer: anyAnswer, purpose: 'do x' } as const;
  const to = { title: 'RDS', baseUrl: 'https://h.test', authorize };
  await expect(sender.send(call, to, ending.signal)).rejects.toThrow('time is up');
});
