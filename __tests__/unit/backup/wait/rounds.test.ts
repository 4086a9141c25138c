import { expect, test } from '@jest/globals';
import { createRounds } from '../../../../src/backup/wait/rounds.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const { signal } = new AbortController();

test('all that ask at once are answered in one round, when the first of them is due', async () => {
  const clock = virtualClock();
  const rounds: (readonly string[])[] = [];
  const ask = createRounds<string, number>(clock, async (waiters) => {
    rounds.push(waiters.map(({ question }) => question));
    for (const { resolve } of waiters) resolve(clock.monotonicMs());
  });
  const answers = await Promise.all([ask('late', 9_000, signal), ask('early', 4_000, signal)]);
  expect(rounds).toEqual([['late', 'early']]);
  expect(answers.every((atMs) => atMs >= 4_000)).toBe(true);
});

test('a pause is slept in whole milliseconds, so that a clock of these comes to its end', async () => {
  const clock = virtualClock();
  const ask = createRounds<string, number>(clock, async (waiters) => {
    for (const { resolve } of waiters) resolve(clock.monotonicMs());
  });
  await ask('one', 2_000.4, signal);
  expect(clock.pauses).toEqual([2_001]);
});
