import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { runStep, type StepSetup } from '../support/run-step.ts';

let simulator: Simulator;
let silent: Server;
let port: number | undefined;

beforeAll(async () => {
  simulator = await startSimulator({ backupMs: 0 });
  // Takes connections and says nothing, neither TLS nor HTTP.
  silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  port = typeof address === 'object' ? address?.port : undefined;
});

afterAll(async () => {
  silent.close();
  await simulator.stop();
});

const noKeys = { access_key: '', secret_key: '' };

const setups = (): Readonly<Record<string, StepSetup>> => ({
  'a server that never speaks TLS': { inputs: { endpoint: `https://127.0.0.1:${port}` } },
  'a proxy that never opens the tunnel': {
    inputs: { endpoint: 'https://database.invalid' },
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
  },
  'GitHub’s token service that never answers': {
    inputs: { ...noKeys, identity_provider: 'github' },
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    },
  },
});

const TITLES = [
  'a server that never speaks TLS',
  'a proxy that never opens the tunnel',
  'GitHub’s token service that never answers',
];

// Nothing but its own deadline ends each step, and the runner would wait for ever: all wait at the same time.
test.concurrent.each(TITLES)(
  '%s: the step ends at its deadline, with outputs and message',
  async (title) => {
    const setup = setups()[title] ?? {};
    const inputs = { ...setup.inputs, wait_timeout: '2s' };
    const step = await runStep(simulator, 'taurusdb', { ...setup, inputs });
    expect(step.exitCode).toBe(1);
    expect(step.annotations.at(-1)?.level).toBe('error');
    expect(step.summary).toContain('No completed database backup');
    expect(simulator.backups).toEqual([]);
  },
);

test.concurrent.each(TITLES)('%s: cancelled, the step ends by itself', async (title) => {
  const setup = setups()[title] ?? {};
  const step = await runStep(simulator, 'taurusdb', {
    ...setup,
    cancelOnLine: (line) => line.startsWith('Logging in with'),
  });
  expect(step.neededForce).toBe(false);
  expect(step.exitCode).toBe(1);
  expect(step.annotations.at(-1)?.text).toMatch(/there is none|may exist/);
});
