import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import type { Clock } from '../../src/index.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_KEYS, playLogin } from './play-login.ts';

/** A cloud whose tokens live for half an hour, and its clock. */
async function withShortTokens(
  check: (simulator: Simulator, clock: Clock) => Promise<void>,
): Promise<void> {
  const clock = virtualClock();
  const options = { backupMs: 0, tokenSeconds: 1_800, now: clock.epochMs };
  await withSimulator(options, (simulator) => check(simulator, clock));
}

test('a token that ends before wait_timeout is warned of up front', async () => {
  await withShortTokens(async (simulator, clock) => {
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const step = await playLogin(simulator, clock, { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.annotations).toEqual([
      {
        level: 'warning',
        text: expect.stringMatching(/^The token ends at \d{4}-\S+Z, before wait_timeout does/),
      },
    ]);
    const operations = step.requests.map(({ operation }) => operation);
    expect(operations.indexOf('check-token')).toBeLessThan(operations.indexOf('create'));
  });
});

test('a token that lives long enough, and one that nobody waits with, are not', async () => {
  await withShortTokens(async (simulator, clock) => {
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const short = await playLogin(simulator, clock, {
      inputs: { ...inputs, wait_timeout: '20m' },
    });
    expect(short.annotations).toEqual([]);
    const quick = await playLogin(simulator, clock, {
      inputs: { ...inputs, wait: 'false' },
    });
    expect(quick.annotations).toEqual([]);
    expect(quick.requests.map(({ operation }) => operation)).not.toContain('check-token');
  });
});

test('IAM that does not tell costs nothing but the warning', async () => {
  await withShortTokens(async (simulator, clock) => {
    simulator.inject({ name: 'forbidden', operation: 'check-token' });
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const step = await playLogin(simulator, clock, { inputs });
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
  });
});
