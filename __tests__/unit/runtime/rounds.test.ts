import { expect, test } from '@jest/globals';
import { createRounds } from '../../../src/runtime/single-flight.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

test('who asks at once is answered in one round, when the first of them is due', async () => {
  const clock = virtualClock();
  const rounds: (readonly string[])[] = [];
  const ask = createRounds<string, number>(clock, async (waiting) => {
    rounds.push([...waiting].map((waiter) => waiter.ask));
    for (const { resolve } of waiting) resolve(clock.monotonicMs());
    waiting.clear();
    return 0;
  });
  const answers = await Promise.all([ask('late', 9_000, signal), ask('early', 4_000, signal)]);
  expect(rounds).toEqual([['late', 'early']]);
  expect(answers.every((atMs) => atMs >= 4_000)).toBe(true);
});

test('a pause is slept in whole milliseconds, so that a clock of these comes to its end', async () => {
  const clock = virtualClock();
  const ask = createRounds<string, number>(clock, async (waiting) => {
    for (const { resolve } of waiting) resolve(clock.monotonicMs());
    waiting.clear();
    return 0;
  });
  await ask('one', 2_000.4, signal);
  expect(clock.pauses).toEqual([2_001]);
});
