import { expect, test } from '@jest/globals';
import { abortable, InterruptedError } from '../../../src/runtime/abort.ts';
import { singleFlight } from '../../../src/runtime/single-flight.ts';
import { thrownBy } from '../../support/memory-cloud.ts';

const never = new AbortController().signal;

/** Work that ends when told, and which signals it was given. */
function manualWork() {
  const begun: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<string> }[] = [];
  const share = singleFlight((signal) => {
    const end = Promise.withResolvers<string>();
    begun.push({ signal, end });
    return end.promise;
  });
  return { begun, share };
}

test('who asks while it is being done gets the same result', async () => {
  const { begun, share } = manualWork();
  const asked = [share(never), share(never), share(never)];
  begun[0]?.end.resolve('yes');
  expect(await Promise.all(asked)).toEqual(['yes', 'yes', 'yes']);
  expect(begun).toHaveLength(1);
});

test('a failure is everybody’s, and the next to ask begins anew', async () => {
  const { begun, share } = manualWork();
  const asked = [share(never), share(never)].map(thrownBy);
  const mishap = new Error('no');
  begun[0]?.end.reject(mishap);
  expect(await Promise.all(asked)).toEqual([mishap, mishap]);
  const again = share(never);
  begun[1]?.end.resolve('yes');
  expect(await again).toBe('yes');
});

test('who gives up ends at once with the own reason; the others’ work goes on', async () => {
  const { begun, share } = manualWork();
  const giving = new AbortController();
  const [given, going] = [thrownBy(share(giving.signal)), share(never)];
  giving.abort(new Error('enough'));
  expect(await given).toEqual(new Error('enough'));
  expect(begun[0]?.signal.aborted).toBe(false);
  begun[0]?.end.resolve('yes');
  expect(await going).toBe('yes');
});

test('when the last one gives up the work is ended, and the next to ask begins anew', async () => {
  const { begun, share } = manualWork();
  const giving = new AbortController();
  const given = [share(giving.signal), share(giving.signal)].map(thrownBy);
  giving.abort(new Error('enough'));
  await Promise.all(given);
  expect(begun[0]?.signal.aborted).toBe(true);
  const again = share(never);
  expect(begun).toHaveLength(2);
  begun[1]?.end.resolve('yes');
  expect(await again).toBe('yes');
});

test('who comes with a signal that has aborted begins nothing', async () => {
  const { begun, share } = manualWork();
  expect(await thrownBy(share(AbortSignal.abort('enough')))).toBe('enough');
  expect(begun).toEqual([]);
});

test('who gives up at one moment with others has the own reason, and what the work had met', async () => {
  const trouble = new Error('no answer');
  const share = singleFlight(async (signal) => {
    try {
      return await abortable(new Promise<string>(() => {}), signal);
    } catch (reason) {
      throw InterruptedError.explain(reason, trouble);
    }
  });
  const callers = ['one', 'two', 'three'].map((name) => {
    const controller = new AbortController();
    return { controller, name, end: thrownBy(share(controller.signal)) };
  });
  for (const { controller, name } of callers) controller.abort(name);
  for (const { name, end } of callers) {
    expect(await end).toMatchObject({ name: 'InterruptedError', reason: name, cause: trouble });
  }
});

test('who gives up at the moment when the work is done has the own reason', async () => {
  const { begun, share } = manualWork();
  const giving = new AbortController();
  const given = thrownBy(share(giving.signal));
  giving.abort('enough');
  begun[0]?.end.resolve('yes');
  expect(await given).toBe('enough');
});
