import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { runAction } from '../../scripts/runner/run-action.ts';
import { root } from '../support/repository.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

/** The simulator as a process of its own, which can die. */
async function startServerProcess(backupSeconds: number) {
  const cli = join(root, 'simulator', 'cli.ts');
  const child = spawn(
    process.execPath,
    [cli, '--json', '--backup-seconds', String(backupSeconds)],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  return { child, facts: JSON.parse(String(line)) };
}

test('kill -9 of the server during the wait: red at the deadline, with the id', async () => {
  const { child, facts } = await startServerProcess(3_600);
  const running = runAction({
    actionDir: root,
    inputs: {
      service: 'taurusdb',
      instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
      region: 'eu-de',
      project_id: facts.account.projectId,
      endpoint: facts.endpoints.taurusdb,
      token: facts.account.token,
      iam_endpoint: facts.iamEndpoint,
      wait_timeout: '6s',
    },
    onLine: (line) => {
      if (line.startsWith('BUILDING')) child.kill('SIGKILL');
    },
  });
  const step = await running;
  expect(step.exitCode).toBe(1);
  const text = step.annotations.map((annotation) => annotation.text).join('\n');
  expect(step.outputs['backup_id']).toMatch(/br07$/);
  expect(text).toContain(step.outputs['backup_id']);
  expect(text).toContain('goes on in the cloud');
});

test('a connection that nobody answers: red at the deadline, and a backup may exist', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'rds', {
      inputs: { endpoint: `http://127.0.0.1:${port}`, wait_timeout: '2s' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.annotations.at(-1)?.text).toContain('may exist');
    expect(step.summary).toContain('may exist');
  });
  silent.close();
});

test('a server that is not there is tried again and again: red, and there is no backup', async () => {
  await withSimulator({}, async (simulator) => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    closed.close();
    await once(closed, 'close');
    const step = await runStep(simulator, 'rds', {
      inputs: { endpoint: `http://127.0.0.1:${port}`, wait_timeout: '5s' },
    });
    expect(step.exitCode).toBe(1);
    const [warning, end, ...more] = step.annotations;
    expect([warning?.level, end?.level, more]).toEqual(['warning', 'error', []]);
    expect(warning?.text).toContain('ECONNREFUSED');
    expect(step.annotations.at(-1)?.text).toContain('ECONNREFUSED');
    expect(step.annotations.at(-1)?.text).not.toContain('may exist');
  });
});
