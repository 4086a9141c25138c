import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Keystone, startKeystone } from '../../scripts/keystone.ts';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { runStep } from '../support/run-step.ts';

let keystone: Keystone;
let simulator: Simulator;

beforeAll(async () => {
  keystone = await startKeystone();
  simulator = await startSimulator({
    backupMs: 0,
    verifyToken: (token) => keystone.verifyToken(token),
  });
});

afterAll(async () => {
  await simulator.stop();
  await keystone.stop();
});

const inputs = () => ({
  access_key: '',
  secret_key: '',
  username: keystone.username,
  password: keystone.password,
  domain_name: keystone.domainName,
  iam_endpoint: `${keystone.iamEndpoint}/v3`,
});

test('the bundle logs in to a real Keystone and completes a backup', async () => {
  const step = await runStep(simulator, 'geminidb', { inputs: inputs(), debug: true });
  expect(step.annotations).toEqual([]);
  expect(step.exitCode).toBe(0);
  expect(step.outputs).toMatchObject({ status: 'COMPLETED', project_id: keystone.projectId });
  expect(step.written.split('\n').filter((line) => line.includes(keystone.password))).toEqual([
    expect.stringMatching(/^::add-mask::/),
  ]);
});

test('the bundle says of a wrong password what Keystone leaves open', async () => {
  const step = await runStep(simulator, 'geminidb', {
    inputs: { ...inputs(), password: 'not-the-password' },
  });
  expect(step.exitCode).toBe(1);
  expect(step.annotations[0]?.text).toContain('a wrong password and of an unknown project');
  expect(simulator.backups).toHaveLength(1);
});
