import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_CALLS, MOST_POLLS, type Precedence, WINDOW_MS } from '../../../src/http/budget.ts';
import { createThrottle } from '../../../src/http/throttle.ts';
import { splitInterruption } from '../../../src/runtime/abort.ts';
import { mostInAMinute } from '../../support/fleet-cost.ts';
import { randomRuns } from '../../support/long-runs.ts';
import { recordLog, thrownBy } from '../../support/memory-cloud.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const never = new AbortController().signal;
const HOST = 'rds.cloud.test';
const WAITS =
  'info: Calls to rds.cloud.test wait for their turn: no more than 180 go out in a minute, 100 polls among them.';

/** The throttle of one host, and what went out when. */
function openHost() {
  const clock = sharedClock();
  const log = recordLog();
  const throttle = createThrottle({ clock, random: () => 0.5, log });
  const sent: { readonly precedence: Precedence; readonly atMs: number }[] = [];
  const enter = (precedence: Precedence, signal = never) =>
    throttle.enter(HOST, { precedence, signal });

  /** A call that goes out as soon as it may, and is answered at once. */
  async function call(precedence: Precedence, signal = never) {
    const leave = await enter(precedence, signal);
    await leave.send();
    sent.push({ precedence, atMs: clock.monotonicMs() });
    leave.end('answered');
  }

  const many = (precedence: Precedence, count: number) =>
    Promise.all(Array.from({ length: count }, () => call(precedence)));
  return { clock, log, sent, enter, call, many };
}

const countAt = (sent: readonly { readonly atMs: number }[], atMs: number) =>
  sent.filter((one) => one.atMs === atMs).length;

test('180 calls go out at once, and each further one as soon as one is a minute old', async () => {
  const { clock, sent, many, log } = openHost();
  await clock.play(many('call', MOST_CALLS));
  expect(log.lines).toEqual([]);
  await clock.play(many('call', 2 * MOST_CALLS));
  expect([0, 1, 2].map((at) => countAt(sent, at * WINDOW_MS))).toEqual(Array(3).fill(MOST_CALLS));
  expect(log.lines).toEqual([WAITS]);
});

test('100 of them may be polls, while 80 others go out', async () => {
  const { clock, sent, many } = openHost();
  await clock.play(Promise.all([many('poll', 70), many('ended', 70), many('call', 80)]));
  const polls = sent.filter(({ precedence }) => precedence !== 'call');
  expect(countAt(polls, 0)).toBe(MOST_POLLS);
  expect(countAt(sent, 0)).toBe(MOST_CALLS);
});

test('what a deadline waits for is no such poll', async () => {
  const { clock, sent, many } = openHost();
  await clock.play(Promise.all([many('poll', MOST_POLLS), many('deadline', 80)]));
  expect(countAt(sent, 0)).toBe(MOST_CALLS);
});

test('where calls wait, first creates go first, then what a deadline waits for, and so on', async () => {
  const { clock, sent, many, call } = openHost();
  const all = ['poll', 'call', 'create-again', 'ended', 'deadline', 'create', 'login'] as const;
  const play = async () => {
    await many('call', MOST_CALLS - 1);
    const first = call('call');
    await Promise.all([first, ...all.map((precedence) => call(precedence))]);
  };
  await clock.play(play());
  const later = sent.filter(({ atMs }) => atMs > 0).map(({ precedence }) => precedence);
  const order = ['login', 'create', 'deadline', 'ended', 'create-again', 'poll', 'call'];
  expect(later).toEqual(order);
});

test('a call that has waited for two minutes is overtaken no more', async () => {
  const { clock, sent, call, many } = openHost();
  const play = async () => {
    await many('create', MOST_CALLS);
    const polled = call('poll');
    await clock.sleep(WINDOW_MS - 1, never);
    const creating = many('create', 3 * MOST_CALLS);
    await Promise.all([polled, creating]);
  };
  await clock.play(play());
  const polled = sent.find(({ precedence }) => precedence === 'poll');
  expect(polled?.atMs).toBe(2 * WINDOW_MS);
});

test('a call counts from the moment in which it goes out', async () => {
  const { clock, enter, many, sent } = openHost();
  const play = async () => {
    const leave = await enter('call');
    await clock.sleep(WINDOW_MS, never);
    await leave.send();
    const sentMs = clock.monotonicMs();
    leave.end('answered');
    await clock.sleep(WINDOW_MS - 1_000, never);
    await many('call', MOST_CALLS);
    return sentMs;
  };
  const sentMs = await clock.play(play());
  expect(sent.at(-1)?.atMs).toBe(sentMs + WINDOW_MS);
});

test('a call that never goes out gives its place back', async () => {
  const { clock, enter, many, sent } = openHost();
  const play = async () => {
    const leave = await enter('poll');
    leave.end('unknown');
    await many('poll', MOST_POLLS);
  };
  await clock.play(play());
  expect(countAt(sent, 0)).toBe(MOST_POLLS);
});

test('a login goes out while all places are held by calls that wait for it', async () => {
  const { clock, enter, call, sent } = openHost();
  const play = async () => {
    const leaves = await Promise.all(Array.from({ length: MOST_CALLS }, () => enter('call')));
    await call('login');
    const sending = leaves.map(async (leave) => {
      await leave.send();
      sent.push({ precedence: 'call', atMs: clock.monotonicMs() });
      leave.end('answered');
    });
    await Promise.all(sending);
  };
  await clock.play(play());
  expect(sent[0]).toEqual({ precedence: 'login', atMs: 0 });
  expect(mostInAMinute(sent.map(({ atMs }) => atMs))).toBe(MOST_CALLS);
});

test('a call that is cancelled while it waits ends at once, and says what it waited for', async () => {
  const { clock, call, many, sent } = openHost();
  const cancel = new AbortController();
  const play = async () => {
    await many('call', MOST_CALLS);
    const waiting = thrownBy(call('create', cancel.signal));
    await clock.sleep(1_000, never);
    cancel.abort();
    const { reason, trouble } = splitInterruption(await waiting);
    expect(reason).toBe(cancel.signal.reason);
    expect(trouble).toHaveProperty(
      'message',
      'The calls that may go to rds.cloud.test in a minute were taken by others.',
    );
    expect(clock.monotonicMs()).toBe(1_000);
    expect(clock.countSleepers()).toBe(0);
    await clock.sleep(2 * WINDOW_MS, never);
  };
  await clock.play(play());
  expect(sent).toHaveLength(MOST_CALLS);
});

test('each host has its own budget', async () => {
  const { clock, log } = openHost();
  const throttle = createThrottle({ clock, random: () => 0.5, log });
  const options = { precedence: 'call', signal: never } as const;
  for (const host of ['a.test', 'b.test']) {
    for (let count = 0; count < MOST_CALLS; count++) {
      const leave = await throttle.enter(host, options);
      await leave.send();
      leave.end('answered');
    }
  }
  expect(log.lines).toEqual([]);
});

test('whatever comes when, no minute has more calls or polls than the budget, and each has its turn', async () => {
  const precedence = fc.constantFrom<Precedence>(
    ...(['login', 'create', 'deadline', 'ended', 'create-again', 'call', 'poll'] as const),
  );
  const burst = fc.record({
    precedence,
    count: fc.integer({ min: 1, max: 120 }),
    afterMs: fc.integer({ min: 0, max: 40_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 1, maxLength: 12 }), async (bursts) => {
      const { clock, sent, many } = openHost();
      const play = async () => {
        const all = [];
        for (const { precedence: what, count, afterMs } of bursts) {
          await clock.sleep(afterMs, never);
          all.push(many(what, count));
        }
        await Promise.all(all);
      };
      await clock.play(play());
      const polls = sent.filter((one) => ['poll', 'ended'].includes(one.precedence));
      expect(mostInAMinute(sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(MOST_CALLS);
      expect(mostInAMinute(polls.map(({ atMs }) => atMs))).toBeLessThanOrEqual(MOST_POLLS);
      expect(sent).toHaveLength(bursts.reduce((sum, { count }) => sum + count, 0));
    }),
    randomRuns(20, 300),
  );
});
