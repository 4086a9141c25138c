import { expect, test } from '@jest/globals';
import { stepWords } from '../../../../src/action/step-words.ts';
import { createProgressBoard } from '../../../../src/task/report/progress.ts';
import { aBackup } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const orders = ['a', 'b', 'c'].map((id) => ({
  service: 'taurusdb' as const,
  instanceId: id,
  name: 'nightly',
}));

test('once a minute the sum of several says how many are done, and how many run', () => {
  const clock = virtualClock();
  const told: string[] = [];
  const log = { info() {}, progress: (text: string) => void told.push(text) };
  const board = createProgressBoard({ orders, clock, log, words: stepWords });
  const backup = aBackup();
  const poll = () =>
    board.noteProgress({ backup, elapsedMs: 0, percent: undefined, estimate: undefined }, 2);
  const settle = (index: number, error?: unknown) =>
    board.noteSettled({ backup, error, isWaited: true }, index);
  poll();
  clock.advance(59_999);
  poll();
  expect(told).toEqual([]);
  settle(0);
  clock.advance(1);
  poll();
  settle(1, new Error('lost'));
  clock.advance(62_000);
  poll();
  expect(told).toEqual([
    '1 of 3 done, 2 running, 1m 0s elapsed',
    '2 of 3 done, 1 running, 2m 2s elapsed',
  ]);
});
