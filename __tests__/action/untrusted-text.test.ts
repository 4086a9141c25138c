import { expect, test } from '@jest/globals';
import { instanceIdAt, readEntries, type Step, withStepCloud } from '../support/step-cloud.ts';
import { HOSTILE } from './hostile-text.ts';

/** Nothing in it was taken for a command, or shown as markup. */
function expectHarmless(step: Step): void {
  const commands = step.otherCommands.filter((command) => !/^(?:end)?group /.test(command));
  expect(commands).toEqual([]);
  expect(step.masks).not.toContain('eu-de');
  expect(step.annotations.filter(({ text }) => text === 'x')).toEqual([]);
  expect(step.written).not.toContain('\u001b');
  expect(step.summary).not.toContain('<script>');
  expect(step.summary).not.toContain('](https');
  expect(step.summary).not.toMatch(/www\.|\$\$|@evil/);
}

test('the cloud’s text starts no workflow command and no markup', async () => {
  await withStepCloud({}, async (cloud) => {
    const body = { error_code: 'DBS.999999', error_msg: HOSTILE };
    cloud.simulator.inject({ name: 'error', operation: 'create', status: 400, body });
    const step = await cloud.run('taurusdb', { debug: true });
    expectHarmless(step);
    expect(step.annotations).toEqual([
      { level: 'error', text: expect.stringContaining('DBS.999999') },
    ]);
    expect(readEntries(step)).toMatchObject([{ backup_id: null, status: 'FAILED' }]);
  });
});

test('nor does it where several databases are told of', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const { simulator } = cloud;
    const body = { error_code: 'DBS.999999', error_msg: HOSTILE };
    simulator.inject({ service: 'dds', name: 'error', operation: 'create', status: 400, body });
    simulator.inject({ service: 'taurusdb', name: 'backup-fails', failReason: HOSTILE });
    const targets = ['dds', 'taurusdb', 'rds'].map((s) => `${s}:${instanceIdAt(simulator, s)}`);
    const step = await cloud.runTargets(targets, { debug: true });
    expectHarmless(step);
    expect(readEntries(step).map(({ status }) => status)).toEqual([
      'FAILED',
      'FAILED',
      'COMPLETED',
    ]);
  });
});

test('nor does it in the checks of a dry run, where an instance’s name is the cloud’s too', async () => {
  await withStepCloud({}, async (cloud) => {
    const { simulator } = cloud;
    const instanceId = instanceIdAt(simulator, 'taurusdb');
    simulator.setInstance(instanceId, { name: HOSTILE, status: HOSTILE, engine: HOSTILE });
    simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly', id: HOSTILE });
    for (const inputs of [{ name: 'nightly' }, { instance_name: 'orders' }]) {
      const step = await cloud.run('taurusdb', {
        inputs: { dry_run: 'true', ...inputs },
        debug: true,
      });
      expectHarmless(step);
      expect(step.summary).toContain('Dry run');
    }
  });
});

test('the canonical request that a bad signature is answered with is never printed', async () => {
  await withStepCloud({}, async (cloud) => {
    const project_id = cloud.simulator.account.projectId;
    const inputs = { secret_key: 'not-the-secret-key', project_id };
    const step = await cloud.run('taurusdb', { inputs, debug: true });
    expect(step.requests.at(-1)?.status).toBe(401);
    expect(step.annotations[0]?.text).toContain('0301');
    expect(`${step.written}${step.summary}`).not.toMatch(/canonical|x-sdk-date/i);
  });
});
