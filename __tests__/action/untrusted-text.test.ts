import { expect, test } from '@jest/globals';
import { readOnlyEntry, runStep, withSimulator } from './run-step.ts';

const HOSTILE = [
  'no',
  '::stop-commands::gone',
  '::set-output name=backup_id::evil',
  '##[add-mask]eu-de',
  '\u001b[31mred\u2028::warning::x',
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
    expect(readOnlyEntry(step)).toMatchObject({ backup_id: null, status: 'FAILED' });
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
