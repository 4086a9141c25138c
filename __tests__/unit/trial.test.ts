import { expect, test } from '@jest/globals';
import { createTrial } from '../../src/auth/trial.ts';
import { LoginError } from '../../src/index.ts';
import { sharedClock } from './shared-clock.ts';

const never = new AbortController().signal;
const refused = () => new LoginError('The key is refused.', undefined);

/** Five calls at once, of which each takes a second and ends like this. */
async function tryFive(send: (at: number) => Promise<string>, tookMs = 1_000) {
  const clock = sharedClock();
  const trial = createTrial(clock);
  const startedMs: number[] = [];
  const calls = Array.from({ length: 5 }, (_, at) =>
    trial.run(async () => {
      startedMs[at] = clock.monotonicMs();
      await clock.sleep(tookMs, never);
      return await send(at);
    }, never),
  );
  const ends = await clock.play(Promise.allSettled(calls));
  return { startedMs, ends: ends.map(({ status }) => status), trial };
}

test('the first call goes alone; once it is answered all others go together', async () => {
  const { startedMs } = await tryFive(async () => 'yes');
  expect(startedMs).toEqual([0, 1_000, 1_000, 1_000, 1_000]);
});

test('an answer that is no refused login ends the trial too', async () => {
  const { startedMs, ends } = await tryFive(async () => {
    throw new Error('no such instance');
  });
  expect(startedMs).toEqual([0, 1_000, 1_000, 1_000, 1_000]);
  expect(ends).toEqual(Array(5).fill('rejected'));
});

test('after a refusal the next goes alone again', async () => {
  const { startedMs } = await tryFive(async (at) => {
    if (at < 2) throw refused();
    return 'yes';
  });
  expect(startedMs).toEqual([0, 1_000, 2_000, 3_000, 3_000]);
});

test('a first call that hangs holds up the others for ten seconds, and no longer', async () => {
  const { startedMs } = await tryFive(async () => 'yes', 60_000);
  expect(startedMs).toEqual([0, 10_000, 10_000, 10_000, 10_000]);
});

test('who gives up while waiting for the first ends with the reason, and is never sent', async () => {
  const trial = createTrial(sharedClock());
  const { promise: first, resolve } = Promise.withResolvers<string>();
  const going = trial.run(() => first, never);
  const reason = new Error('enough');
  const waiting = trial.run(() => Promise.reject(new Error('sent')), AbortSignal.abort(reason));
  await expect(waiting).rejects.toBe(reason);
  resolve('yes');
  expect(await going).toBe('yes');
});
