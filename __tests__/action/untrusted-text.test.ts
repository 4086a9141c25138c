import { expect, test } from '@jest/globals';
import {
  findInstanceId,
  instanceIdAt,
  readEntries,
  readOnlyEntry,
  runStep,
  runTargets,
  type Step,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOSTILE = [
  'no',
  '::stop-commands::gone',
  '::set-output name=backup_id::evil',
  '##[add-mask]eu-de',
  '\u001b[31mred\u2028::warning::x',
  'www.evil.example $$\\sqrt{1}$$ mona@evil.example',
  '<script>alert(1)</script> | [link](https://evil.example) ![x](y)',
].join('\n');

test('the cloud’s text starts no workflow command and no markup', async () => {
  await withSimulator({}, async (simulator) => {
    const body = { error_code: 'DBS.999999', error_msg: HOSTILE };
    simulator.inject({ name: 'error', operation: 'create', status: 400, body });
    const step = await runStep(simulator, 'taurusdb', { debug: true });

    expect(step.exitCode).toBe(1);
    expect(step.otherCommands).toEqual([]);
    expect(step.masks).not.toContain('eu-de');
    expect(step.annotations.map(({ level }) => level)).toEqual(['error']);
    expect(step.annotations[0]?.text).toContain('DBS.999999');
    expect(step.written).not.toContain('\u001b');
    expect(step.summary).not.toContain('<script>');
    expect(step.summary).not.toContain('](https');
    expect(step.summary).not.toMatch(/www\.|\$\$|@evil/);
    expect(readOnlyEntry(step)).toMatchObject({ backup_id: null, status: 'FAILED' });
  });
});

/** Nothing in it was taken for a command, or shown as markup. */
function expectHarmless(step: Step): void {
  expect(step.otherCommands).toEqual([]);
  expect(step.masks).not.toContain('eu-de');
  expect(step.annotations.filter(({ text }) => text === 'x')).toEqual([]);
  expect(step.written).not.toContain('\u001b');
  expect(step.summary).not.toContain('<script>');
  expect(step.summary).not.toContain('](https');
  expect(step.summary).not.toMatch(/www\.|\$\$|@evil/);
}

test('nor does it where several databases are told of', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const body = { error_code: 'DBS.999999', error_msg: HOSTILE };
    simulator.inject({ service: 'dds', name: 'error', operation: 'create', status: 400, body });
    simulator.inject({ service: 'taurusdb', name: 'backup-fails', failReason: HOSTILE });
    const targets = ['dds', 'taurusdb', 'rds'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const step = await runTargets(simulator, targets, { debug: true });
    expect(step.exitCode).toBe(1);
    expectHarmless(step);
    expect(readEntries(step).map(({ status }) => status)).toEqual([
      'FAILED',
      'FAILED',
      'COMPLETED',
    ]);
  });
});

test('nor does it in the checks of a dry run, where an instance’s name is the cloud’s too', async () => {
  await withSimulator({}, async (simulator) => {
    const id = findInstanceId(simulator, 'taurusdb');
    simulator.setInstance(id, { name: HOSTILE, status: HOSTILE, engine: HOSTILE });
    const instanceId = id;
    simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly', id: HOSTILE });
    for (const inputs of [{ name: 'nightly' }, { instance_name: 'orders' }]) {
      const step = await runStep(simulator, 'taurusdb', {
        inputs: { dry_run: 'true', ...inputs },
        debug: true,
      });
      expectHarmless(step);
      expect(step.summary).toContain('Dry run');
    }
  });
});

test('the canonical request that a bad signature is answered with is never printed', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { secret_key: 'not-the-secret-key', project_id: simulator.account.projectId },
      debug: true,
    });
    expect(simulator.requests.at(-1)?.status).toBe(401);
    expect(step.exitCode).toBe(1);
    expect(step.annotations[0]?.text).toContain('0301');
    expect(step.written).not.toMatch(/canonical/i);
    expect(step.written).not.toContain('x-sdk-date');
    expect(step.summary).not.toContain('x-sdk-date');
  });
});
