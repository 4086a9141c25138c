import { expect, test } from '@jest/globals';
import { findInstanceId, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const NO_KEYS = { access_key: '', secret_key: '' };

test('a token that ends before wait_timeout is warned of up front', async () => {
  await withSimulator({ backupMs: 0, tokenSeconds: 1_800 }, async (simulator) => {
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const step = await runStep(simulator, 'taurusdb', { inputs });
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
  await withSimulator({ backupMs: 0, tokenSeconds: 1_800 }, async (simulator) => {
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const short = await runStep(simulator, 'taurusdb', {
      inputs: { ...inputs, wait_timeout: '20m' },
    });
    expect(short.annotations).toEqual([]);
    const quick = await runStep(simulator, 'taurusdb', {
      inputs: { ...inputs, wait: 'false', instance_id: findInstanceId(simulator, 'taurusdb') },
    });
    expect(quick.annotations).toEqual([]);
    expect(quick.requests.map(({ operation }) => operation)).not.toContain('check-token');
  });
});

test('IAM that does not tell costs nothing but the warning', async () => {
  await withSimulator({ backupMs: 0, tokenSeconds: 1_800 }, async (simulator) => {
    simulator.inject({ name: 'forbidden', operation: 'check-token' });
    const inputs = { ...NO_KEYS, token: simulator.account.token };
    const step = await runStep(simulator, 'taurusdb', { inputs });
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
  });
});
