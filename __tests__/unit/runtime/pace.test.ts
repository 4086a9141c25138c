import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPace } from '../../../src/runtime/limiter.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const never = new AbortController().signal;
const WINDOW_MS = 1_000;

/** A pace of so many a second, and when each began. */
function paced(most: number) {
  const clock = sharedClock();
  let full = 0;
  const onFull = () => {
    full += 1;
  };
  const pace = createPace({ clock, most, windowMs: WINDOW_MS, onFull });
  const begun: (readonly [string, number])[] = [];
  const enter = async (name: string, isUrgent = false, signal = never) => {
    await pace.enter(signal, isUrgent);
    begun.push([name, clock.monotonicMs()]);
  };
  return { clock, pace, begun, enter, countFull: () => full };
}

test('as many begin at once as a window takes, the others as soon as it has passed', async () => {
  const { clock, begun, enter, countFull } = paced(2);
  await clock.play(Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => enter(name))));
  expect(begun).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', WINDOW_MS],
    ['d', WINDOW_MS],
    ['e', 2 * WINDOW_MS],
  ]);
  expect(countFull()).toBe(3);
});

test('who begins later than let in, or again, counts from then on', async () => {
  const { clock, pace } = paced(2);
  const play = async () => {
    const begin = await pace.enter(never);
    await clock.sleep(600, never);
    begin();
    await clock.sleep(600, never);
    expect(pace.findRoom()).toBe(1);
    begin();
    expect(pace.findRoom()).toBe(0);
    await clock.sleep(400, never);
    expect(pace.findRoom()).toBe(1);
  };
  await clock.play(play());
});

test('urgent ones go first, in the order they came', async () => {
  const { clock, begun, enter } = paced(1);
  const all = [enter('a'), enter('b'), enter('c', true), enter('d', true)];
  await clock.play(Promise.all(all));
  expect(begun.map(([name]) => name)).toEqual(['a', 'c', 'd', 'b']);
});

test('who gives up takes nobody’s turn, and nobody sleeps when all have', async () => {
  const { clock, pace, begun, enter } = paced(1);
  const giving = new AbortController();
  const reason = new Error('enough');
  const play = async () => {
    await enter('a');
    const ends = [enter('b', false, giving.signal), enter('c', false, giving.signal)];
    const caught = ends.map((end) => expect(end).rejects.toBe(reason));
    await clock.sleep(100, never);
    expect(clock.countSleepers()).toBe(1);
    giving.abort(reason);
    await Promise.all(caught);
    await clock.sleep(100, never);
    expect(clock.countSleepers()).toBe(0);
    expect(pace.findRoom()).toBe(0);
    await enter('d');
  };
  await clock.play(play());
  expect(begun).toEqual([
    ['a', 0],
    ['d', WINDOW_MS],
  ]);
  await expect(pace.enter(AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('whoever comes and gives up: no window has too many, and nobody is forgotten', async () => {
  const comer = fc.record({
    atMs: fc.integer({ min: 0, max: 3_000 }),
    isUrgent: fc.boolean(),
    patienceMs: fc.option(fc.integer({ min: 1, max: 2_000 })),
  });
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.array(comer, { maxLength: 12 }),
    async (most, comers) => {
      const { clock, begun, enter } = paced(most);
      const come = async ({ atMs, isUrgent, patienceMs }: (typeof comers)[number]) => {
        await clock.sleep(atMs, never);
        const signal = patienceMs === null ? never : clock.signalAfter(patienceMs);
        await enter('', isUrgent, signal).catch((error: unknown) => {
          expect(error).toBe(signal.reason);
        });
        return signal.aborted;
      };
      const gaveUp = await clock.play(Promise.all(comers.map(come)));
      expect(begun.length + gaveUp.filter(Boolean).length).toBeGreaterThanOrEqual(comers.length);
      for (const [, atMs] of begun) {
        const within = begun.filter(([, ms]) => ms >= atMs && ms < atMs + WINDOW_MS);
        expect(within.length).toBeLessThanOrEqual(most);
      }
    },
  );
  await fc.assert(property, { numRuns: 50 });
});
