import { expect, test } from '@jest/globals';
import { whenAllAborted } from '../../../src/runtime/abort.ts';

const never = new AbortController().signal;

test('it aborts with the last of them, for the last one’s reason', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const all = whenAllAborted([first.signal, second.signal], never);
  second.abort(new Error('the second'));
  expect(all.aborted).toBe(false);
  first.abort(new Error('the first'));
  expect(all).toMatchObject({ aborted: true, reason: { message: 'the first' } });
});

test('those that had aborted before count as well', () => {
  const open = new AbortController();
  const all = whenAllAborted([AbortSignal.abort(), open.signal], never);
  expect(all.aborted).toBe(false);
  open.abort();
  expect(all.aborted).toBe(true);
  expect(whenAllAborted([AbortSignal.abort(), AbortSignal.abort()], never).aborted).toBe(true);
});

test('one that aborts again does not stand for two', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const all = whenAllAborted([first.signal, second.signal], never);
  first.abort();
  first.abort();
  first.signal.dispatchEvent(new Event('abort'));
  expect(all.aborted).toBe(false);
});

test('once it is over, nothing aborts it any more', () => {
  const [one, over] = [new AbortController(), new AbortController()];
  const all = whenAllAborted([one.signal], over.signal);
  over.abort();
  one.abort();
  expect(all.aborted).toBe(false);
});
