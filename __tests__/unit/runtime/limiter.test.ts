import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLimiter } from '../../../src/runtime/limiter.ts';

const never = new AbortController().signal;
const turn = () => new Promise((goOn) => setImmediate(goOn));

/** Enters, and notes it once it is in. */
function queueUp(capacity: number, count: number) {
  const limiter = createLimiter(capacity);
  const inside: number[] = [];
  const leaves: (() => void)[] = [];
  const aborts = Array.from({ length: count }, () => new AbortController());
  const ends = aborts.map(async ({ signal }, at) => {
    leaves[at] = await limiter.acquire(signal);
    inside.push(at);
  });
  const settled = Promise.allSettled(ends);
  return { limiter, inside, leaves, aborts, settled };
}

test('as many as there is room for are let in, and the others in the order they came', async () => {
  const { inside, leaves } = queueUp(2, 5);
  await turn();
  expect(inside).toEqual([0, 1]);
  leaves[1]?.();
  await turn();
  await turn();
  expect(inside).toEqual([0, 1, 2]);
});

test('who gives up in the queue is passed over, and takes nobody’s room', async () => {
  const { inside, leaves, aborts } = queueUp(1, 3);
  await turn();
  aborts[1]?.abort();
  leaves[0]?.();
  for (let at = 0; at < 4; at++) await turn();
  expect(inside).toEqual([0, 2]);
});

test('who comes with a signal that has aborted is not let in, and takes nobody’s room', async () => {
  const limiter = createLimiter(1);
  const reason = new Error('enough');
  await expect(limiter.acquire(AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(await limiter.acquire(never)).toBeInstanceOf(Function);
});

test('a lifted limit lets everybody in, now and later', async () => {
  const { limiter, inside } = queueUp(1, 4);
  limiter.lift();
  await turn();
  expect(inside).toEqual([0, 1, 2, 3]);
  await limiter.acquire(never);
});

test('what one who leaves does next is done before another comes in', async () => {
  const limiter = createLimiter(1);
  const told: string[] = [];
  const first = async () => {
    const leave = await limiter.acquire(never);
    leave();
    for (let at = 0; at < 50; at++) await Promise.resolve();
    told.push('the first has ended');
  };
  const second = async () => {
    await limiter.acquire(never);
    told.push('the second is in');
  };
  await Promise.all([first(), second()]);
  expect(told).toEqual(['the first has ended', 'the second is in']);
});

test('whoever comes, leaves and gives up: never too many are in, and nobody is forgotten', async () => {
  const moves = fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), moves, async (capacity, list) => {
      const { inside, leaves, aborts, settled } = queueUp(capacity, 10);
      const left = new Set<number>();
      const leave = (at: number) => {
        if (!inside.includes(at) || left.has(at)) return;
        left.add(at);
        leaves[at]?.();
      };
      for (const [isLeaving, at] of list) {
        if (isLeaving) leave(at);
        else aborts[at]?.abort();
        await turn();
        await turn();
        expect(inside.length - left.size).toBeLessThanOrEqual(capacity);
      }
      for (let round = 0; round < 12; round++) {
        for (const at of [...inside]) leave(at);
        await turn();
        await turn();
      }
      const ends = await settled;
      for (const [at, { status }] of ends.entries()) {
        expect(status === 'fulfilled').toBe(inside.includes(at));
        if (status === 'rejected') expect(aborts[at]?.signal.aborted).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
