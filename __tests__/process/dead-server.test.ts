import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';

// Where silence is the subject, a step ends at its own deadline; such steps wait at the same time.

async function listen() {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' ? address?.port : undefined };
}

test('a server that dies during the wait: red at the deadline, with the id', async () => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: clock.epochMs, backupMs: 3_600_000 });
  simulator.onResponse(({ operation }) => {
    if (operation === 'list') void simulator.stop();
  });
  const inputs = { wait_timeout: '10m' };
  const step = await runInProcess(simulator, clock, { service: 'taurusdb', inputs });
  expect(step.outputs['backup_id']).toMatch(/br07$/);
  expect(String(step.error)).toContain(step.outputs['backup_id']);
  expect(String(step.error)).toContain('goes on in the cloud');
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
});

test.concurrent('a connection that nobody answers: red at the deadline, and a backup may exist', async () => {
  const { server, port } = await listen();
  // A test that fails ends all the same.
  server.unref();
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'rds', {
      inputs: { endpoint: `http://127.0.0.1:${port}`, wait_timeout: '10s' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.annotations.at(-1)?.text).toContain('may exist');
    expect(step.summary).toContain('may exist');
  });
  server.close();
});

test.concurrent('a server that is not there is tried again and again: red, and there is no backup', async () => {
  await withSimulator({}, async (simulator) => {
    const { server, port } = await listen();
    server.close();
    await once(server, 'close');
    const step = await runStep(simulator, 'rds', {
      inputs: { endpoint: `http://127.0.0.1:${port}`, wait_timeout: '10s' },
    });
    expect(step.exitCode).toBe(1);
    const [warning, end, ...more] = step.annotations;
    expect([warning?.level, end?.level, more]).toEqual(['warning', 'error', []]);
    expect(warning?.text).toContain('ECONNREFUSED');
    expect(step.annotations.at(-1)?.text).toContain('ECONNREFUSED');
    expect(step.annotations.at(-1)?.text).not.toContain('may exist');
  });
});
