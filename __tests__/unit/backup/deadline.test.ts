import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { startDeadline } from '../../../src/backup/deadline.ts';
import { CancelledError, DeadlineError } from '../../../src/index.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const GRACE_MS = 5_000;

function setUp(timeoutMs?: number) {
  const clock = virtualClock();
  const controller = new AbortController();
  const deadline = startDeadline(clock, controller.signal, timeoutMs);
  return { clock, controller, deadline };
}

test('without a deadline and a signal nothing ends', () => {
  const clock = virtualClock();
  const deadline = startDeadline(clock);
  clock.advance(1e12);
  expect(deadline.remainingMs()).toBe(Number.POSITIVE_INFINITY);
  expect(() => deadline.throwIfOver()).not.toThrow();
  const inFlight = deadline.withGrace(GRACE_MS);
  expect([deadline.signal.aborted, deadline.cancelled.aborted, inFlight.aborted]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the deadline counts from the start, and ends everything at once', () => {
  const { clock, deadline } = setUp(10_000);
  const inFlight = deadline.withGrace(GRACE_MS);
  clock.advance(9_999);
  expect([deadline.remainingMs(), deadline.signal.aborted, inFlight.aborted]).toEqual([
    1,
    false,
    false,
  ]);
  expect(() => deadline.throwIfOver()).not.toThrow();
  clock.advance(1);
  expect([deadline.remainingMs(), deadline.signal.aborted, inFlight.aborted]).toEqual([
    0,
    true,
    true,
  ]);
  expect(() => deadline.throwIfOver()).toThrow(DeadlineError);
  expect(deadline.cancelled.aborted).toBe(false);
  clock.advance(60_000);
  expect(deadline.remainingMs()).toBe(0);
});

test('a deadline of no time at all has passed', () => {
  const { deadline } = setUp(0);
  expect([deadline.remainingMs(), deadline.signal.aborted]).toEqual([0, true]);
  expect(() => deadline.throwIfOver()).toThrow(DeadlineError);
});

test('a cancel stops at once, but gives a call in flight its grace', () => {
  const { clock, controller, deadline } = setUp();
  const inFlight = deadline.withGrace(GRACE_MS);
  clock.advance(60_000);
  const reason = new Error('enough');
  controller.abort(reason);
  expect([deadline.signal.aborted, deadline.cancelled.aborted, inFlight.aborted]).toEqual([
    true,
    true,
    false,
  ]);
  expect(deadline.signal.reason).toBe(reason);
  expect(() => deadline.throwIfOver()).toThrow(CancelledError);
  clock.advance(GRACE_MS - 1);
  expect(inFlight.aborted).toBe(false);
  clock.advance(1);
  expect(inFlight.aborted).toBe(true);
  expect(inFlight.reason).toBe(reason);
});

test('the deadline cuts the grace short', () => {
  const { clock, controller, deadline } = setUp(10_000);
  const inFlight = deadline.withGrace(GRACE_MS);
  clock.advance(8_000);
  controller.abort();
  clock.advance(1_999);
  expect(inFlight.aborted).toBe(false);
  clock.advance(1);
  expect(inFlight.aborted).toBe(true);
});

test('a signal that was aborted before has its grace from the call on', () => {
  const { clock, controller, deadline } = setUp();
  controller.abort();
  clock.advance(60_000);
  const inFlight = deadline.withGrace(GRACE_MS);
  expect([deadline.signal.aborted, inFlight.aborted]).toEqual([true, false]);
  clock.advance(GRACE_MS);
  expect(inFlight.aborted).toBe(true);
});

test('a cancel and a deadline together are a cancel', () => {
  const { clock, controller, deadline } = setUp(1_000);
  clock.advance(1_000);
  controller.abort();
  expect(() => deadline.throwIfOver()).toThrow(CancelledError);
});

test('once the work is over, nothing hangs on the caller’s signal any more', () => {
  const { controller, deadline } = setUp();
  const inFlight = deadline.withGrace(GRACE_MS);
  deadline.dispose();
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect([inFlight.aborted, deadline.cancelled.aborted, deadline.signal.aborted]).toEqual([
    false,
    false,
    false,
  ]);
});
