import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { createLimits } from '../../../src/backup/deadline.ts';
import { CancelledError, DeadlineError } from '../../../src/index.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const GRACE_MS = 5_000;

function setUp(timeoutMs?: number) {
  const clock = virtualClock();
  const controller = new AbortController();
  const limits = createLimits(clock, controller.signal, timeoutMs);
  return { clock, controller, limits };
}

test('without a deadline and a signal nothing ends', () => {
  const clock = virtualClock();
  const limits = createLimits(clock);
  clock.advance(1e12);
  expect(limits.findLeftMs()).toBe(Number.POSITIVE_INFINITY);
  expect(() => limits.throwIfOver()).not.toThrow();
  const inFlight = limits.stopLater(GRACE_MS);
  expect([limits.stop.aborted, limits.cancelled.aborted, inFlight.aborted]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the deadline counts from the start, and ends everything at once', () => {
  const { clock, limits } = setUp(10_000);
  const inFlight = limits.stopLater(GRACE_MS);
  clock.advance(9_999);
  expect([limits.findLeftMs(), limits.stop.aborted, inFlight.aborted]).toEqual([1, false, false]);
  expect(() => limits.throwIfOver()).not.toThrow();
  clock.advance(1);
  expect([limits.findLeftMs(), limits.stop.aborted, inFlight.aborted]).toEqual([0, true, true]);
  expect(() => limits.throwIfOver()).toThrow(DeadlineError);
  expect(limits.cancelled.aborted).toBe(false);
  clock.advance(60_000);
  expect(limits.findLeftMs()).toBe(0);
});

test('a deadline of no time at all has passed', () => {
  const { limits } = setUp(0);
  expect([limits.findLeftMs(), limits.stop.aborted]).toEqual([0, true]);
  expect(() => limits.throwIfOver()).toThrow(DeadlineError);
});

test('a cancel stops at once, but gives a call in flight its grace', () => {
  const { clock, controller, limits } = setUp();
  const inFlight = limits.stopLater(GRACE_MS);
  clock.advance(60_000);
  const reason = new Error('enough');
  controller.abort(reason);
  expect([limits.stop.aborted, limits.cancelled.aborted, inFlight.aborted]).toEqual([
    true,
    true,
    false,
  ]);
  expect(limits.stop.reason).toBe(reason);
  expect(() => limits.throwIfOver()).toThrow(CancelledError);
  clock.advance(GRACE_MS - 1);
  expect(inFlight.aborted).toBe(false);
  clock.advance(1);
  expect(inFlight.aborted).toBe(true);
  expect(inFlight.reason).toBe(reason);
});

test('the deadline cuts the grace short', () => {
  const { clock, controller, limits } = setUp(10_000);
  const inFlight = limits.stopLater(GRACE_MS);
  clock.advance(8_000);
  controller.abort();
  clock.advance(1_999);
  expect(inFlight.aborted).toBe(false);
  clock.advance(1);
  expect(inFlight.aborted).toBe(true);
});

test('a signal that was aborted before has its grace from the call on', () => {
  const { clock, controller, limits } = setUp();
  controller.abort();
  clock.advance(60_000);
  const inFlight = limits.stopLater(GRACE_MS);
  expect([limits.stop.aborted, inFlight.aborted]).toEqual([true, false]);
  clock.advance(GRACE_MS);
  expect(inFlight.aborted).toBe(true);
});

test('a cancel and a deadline together are a cancel', () => {
  const { clock, controller, limits } = setUp(1_000);
  clock.advance(1_000);
  controller.abort();
  expect(() => limits.throwIfOver()).toThrow(CancelledError);
});

test('once the work is over, nothing hangs on the caller’s signal any more', () => {
  const { controller, limits } = setUp();
  const inFlight = limits.stopLater(GRACE_MS);
  limits.letGo();
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect([inFlight.aborted, limits.cancelled.aborted, limits.stop.aborted]).toEqual([
    false,
    false,
    false,
  ]);
});
