import { expect, test } from '@jest/globals';
import { checkRows } from '../../../support/table.ts';
import { costOfFixed, costOfKnown, costOfLearned, costOfPlain, LENGTHS_MS } from './wait-costs.ts';

const MINUTE_MS = 60_000;
const TEN_SECONDS_MS = 10_000;
/** Drawn once: the costs of a length are the same each time. */
const plainCosts = new Map(LENGTHS_MS.map((lengthMs) => [lengthMs, costOfPlain(lengthMs)]));
const plainOf = (lengthMs: number) => plainCosts.get(lengthMs) ?? costOfPlain(lengthMs);
const share = (lengthMs: number, part: number) => Math.max(1_200, lengthMs * part);

test('without history, the end is seen soon', () =>
  checkRows(LENGTHS_MS, (lengthMs) => {
    expect(plainOf(lengthMs).delayMs).toBeLessThanOrEqual(share(lengthMs, 0.03));
  }));

test('without history, it takes no more calls than looking every 10 s', () =>
  checkRows(
    LENGTHS_MS.filter((ms) => ms >= 15 * MINUTE_MS),
    (lengthMs) => {
      const { calls } = costOfFixed(lengthMs, TEN_SECONDS_MS);
      const most = lengthMs >= 70 * MINUTE_MS ? calls / 2 : calls;
      expect(plainOf(lengthMs).calls).toBeLessThanOrEqual(most);
    },
  ));

test('earlier backups of 20 % more or less halve the calls', () =>
  checkRows(LENGTHS_MS, (lengthMs) => {
    const learned = costOfLearned(lengthMs, [0.8, 1.2]);
    expect(learned.calls).toBeLessThanOrEqual(plainOf(lengthMs).calls / 2);
    expect(learned.delayMs).toBeLessThanOrEqual(share(lengthMs, 0.01));
  }));

const misleading = [0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.7, 1.4, 2, 3, 5, 10, 50];

test('a history of another length costs no more calls than none', () =>
  checkRows(misleading, (part) => {
    for (const lengthMs of LENGTHS_MS) {
      const learned = costOfLearned(lengthMs, [part * 0.9, part * 1.1]);
      expect(learned.calls).toBeLessThanOrEqual(plainOf(lengthMs).calls * 1.2);
    }
  }));

test('two backups of another length and one of six hours cost no more calls than none', () =>
  checkRows(misleading, (part) => {
    for (const lengthMs of LENGTHS_MS) {
      const usual = lengthMs * part;
      const learned = costOfKnown(lengthMs, [usual, usual, 360 * MINUTE_MS]);
      expect(learned.calls).toBeLessThanOrEqual(plainOf(lengthMs).calls * 1.2);
    }
  }));

const odd = LENGTHS_MS.filter((ms) => ms === 10_000 || ms === 120_000 || ms >= 60 * MINUTE_MS);
const mixtures = odd.flatMap((usual) => odd.map((once) => ({ usual, once })));

test('two backups of one length and one of another cost no more calls than none', () =>
  checkRows(mixtures, ({ usual, once }) => {
    for (const lengthMs of LENGTHS_MS) {
      const learned = costOfKnown(lengthMs, [usual, usual, once]);
      expect(learned.calls).toBeLessThanOrEqual(plainOf(lengthMs).calls * 1.2);
    }
  }));

test('a history that is too short makes the end no later seen', () =>
  checkRows(
    misleading.filter((part) => part < 1),
    (part) => {
      for (const lengthMs of LENGTHS_MS) {
        const learned = costOfLearned(lengthMs, [part * 0.9, part * 1.1]);
        const plain = plainOf(lengthMs).delayMs;
        expect(learned.delayMs).toBeLessThanOrEqual(Math.max(1_500, plain * 1.2));
      }
    },
  ));

test('a history that is too long delays by a sixth of the length at most', () =>
  checkRows(
    misleading.filter((part) => part > 1),
    (part) => {
      for (const lengthMs of LENGTHS_MS) {
        const { delayMs } = costOfLearned(lengthMs, [part * 0.9, part * 1.1]);
        expect(delayMs).toBeLessThanOrEqual(Math.max(TEN_SECONDS_MS, lengthMs / 6));
      }
    },
  ));
