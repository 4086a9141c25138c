import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import { root } from '../support/repository.ts';
import { runStep, type Step } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { HOSTILE } from './hostile-text.ts';

// The real bundle, started as the runner does it: each way to end once. What else there is to say of
// these endings is in the transcripts.

const AN_HOUR = { backupMs: 3_600_000 };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const inShell = process.platform === 'win32' ? test.skip : test;

/** The one error of a red step. */
function errorOf(step: Step): string {
  expect(step.exitCode).toBe(1);
  const [error = '', ...others] = step.annotations
    .filter(({ level }) => level === 'error')
    .map(({ text }) => text);
  expect(others).toEqual([]);
  return error;
}

/** A cloud whose time passes only while the step’s process sleeps, and what that process needs for it. */
async function withVirtualTime(
  options: SimulatorOptions,
  use: (simulator: Simulator, env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-time-'));
  const file = join(folder, 'now');
  writeFileSync(file, String(Date.UTC(2026, 10, 21, 8)));
  const preload = pathToFileURL(join(root, 'scripts', 'pictures', 'virtual-time.ts')).href;
  const env = { NODE_OPTIONS: `--import=${preload}`, VIRTUAL_TIME_FILE: file };
  const now = () => Number(readFileSync(file, 'utf8'));
  try {
    await withSimulator({ ...options, now }, (simulator) => use(simulator, env));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('completed: green, with outputs, summary and a notice; every secret is masked and none is printed', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const { username, password, domainName, token } = simulator.account;
    const login = { access_key: '', secret_key: '', username, password, domain_name: domainName };
    const step = await runStep(simulator, 'rds', { inputs: login, debug: true });
    const [backup] = simulator.backups;
    expect([step.exitCode, step.annotations, backup?.state]).toEqual([0, [], 'COMPLETED']);
    expect(step.outputs).toMatchObject({ backup_id: backup?.id, status: 'COMPLETED' });
    expect(step.summary).toMatch(/^### ✅ /);
    expect(step.restorePoints).toEqual([expect.stringContaining(`Backup ${backup?.id} `)]);
    const tokens = step.requests.flatMap(({ headers }) => headers['x-auth-token'] ?? []);
    expect(tokens.length).toBeGreaterThan(0);
    expect(step.masks).toEqual(expect.arrayContaining([password, ...tokens]));
    const printed = step.written.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    const told = [...printed, step.summary, ...step.files].join('\n');
    for (const secret of [password, token, ...tokens]) expect(told).not.toContain(secret);
  });
});

test('accepted, with wait: false: green', async () => {
  await withSimulator(AN_HOUR, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { inputs: { wait: 'false' } });
    expect([step.exitCode, step.annotations]).toEqual([0, []]);
    expect(step.outputs).toMatchObject({
      backup_id: simulator.backups[0]?.id,
      status: 'BUILDING',
    });
  });
});

test('failed: red, and the cloud’s text starts no command of the runner’s', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ name: 'backup-fails', failReason: HOSTILE });
    const step = await runStep(simulator, 'taurusdb', { debug: true });
    expect(errorOf(step)).toContain('failed: "no : :stop-commands: :gone');
    expect([step.otherCommands, step.annotations.length]).toEqual([[], 1]);
    expect(step.masks).not.toContain('eu-de');
    expect(step.outputs).toMatchObject({ backup_id: simulator.backups[0]?.id, status: 'FAILED' });
  });
});

test('still running at the deadline: red, with the id', async () => {
  await withVirtualTime(AN_HOUR, async (simulator, env) => {
    const step = await runStep(simulator, 'rds', { inputs: { wait_timeout: '15s' }, env });
    const { id } = simulator.backups[0] ?? {};
    expect(errorOf(step)).toMatch(new RegExp(`Backup ${id} .* was still BUILDING after 15s`));
    expect(step.outputs).toMatchObject({ backup_id: id, status: 'BUILDING' });
  });
});

test('a create without a known outcome: red, and a backup may exist', async () => {
  await withVirtualTime({ backupMs: 0 }, async (simulator, env) => {
    simulator.inject({ name: 'reset-after', operation: 'create' });
    simulator.inject({ name: 'lagging-list', operation: 'list', ...ALWAYS });
    const step = await runStep(simulator, 'taurusdb', { inputs: { wait_timeout: '15s' }, env });
    expect(errorOf(step)).toMatch(/^A backup named gh-\S+ may exist/);
  });
});

test('refused inputs: red, with one annotation, and every secret is masked', async () => {
  await withSimulator({}, async (simulator) => {
    const secrets = {
      token: 'a-token-of-iam',
      access_key: 'an-access-key',
      secret_key: 'a-secret-key',
      security_token: 'a-security-token',
      password: 'a password',
    };
    const OS_SECURITY_TOKEN = 'a-token-of-the-environment';
    const inputs = { ...secrets, wait: 'perhaps' };
    const step = await runStep(simulator, 'taurusdb', { inputs, env: { OS_SECURITY_TOKEN } });
    expect(errorOf(step)).toContain('wait: "perhaps" is not a boolean');
    expect([step.requests, step.outputs]).toEqual([[], {}]);
    const all = [...Object.values(secrets), OS_SECURITY_TOKEN];
    expect(step.masks).toEqual(expect.arrayContaining(all));
  });
});

inShell('cancelled while waiting: red, by itself, with the id', async () => {
  await withSimulator(AN_HOUR, async (simulator) => {
    const cancelAt = { moment: 'answer', operation: 'list' } as const;
    const step = await runStep(simulator, 'taurusdb', { cancelAt });
    expect(step.neededForce).toBe(false);
    expect(errorOf(step)).toMatch(/^Cancelled\. Backup \S+ .* goes on in the cloud\./);
    expect(step.outputs['backup_id']).toBe(simulator.backups[0]?.id);
  });
});

inShell(
  'cancelled with the create in flight: it waits for that answer, and writes the id',
  async () => {
    await withSimulator(AN_HOUR, async (simulator) => {
      // Slow enough that the signal arrives first.
      simulator.inject({ name: 'drip', operation: 'create', intervalMs: 10 });
      const cancelAt = { moment: 'request', operation: 'create' } as const;
      const step = await runStep(simulator, 'geminidb', { cancelAt });
      expect(step.neededForce).toBe(false);
      expect(errorOf(step)).toContain('goes on in the cloud');
      expect(step.outputs['backup_id']).toBe(simulator.backups[0]?.id);
    });
  },
);

test('a summary that can’t be written is a warning and never fails a completed backup', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { withoutFile: 'summary' });
    expect([step.exitCode, step.outputs['status']]).toEqual([0, 'COMPLETED']);
    expect(step.annotations).toEqual([
      { level: 'warning', text: expect.stringContaining('The job summary could not be written') },
    ]);
  });
});

test('outputs that can’t be written make the step red, with the id in the error', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { withoutFile: 'output' });
    const { id, name } = simulator.backups[0] ?? {};
    const error = errorOf(step);
    expect(error).toContain('The outputs of this step could not be written: ');
    expect(error).toContain(`In the cloud all the same: ${id} (${name}).`);
  });
});

const event = '{"pull_request":';

test.each([
  ['is cut off', event],
  ['is empty', ''],
])(
  'a file of the event that %s: red before a backup is made, with what does without it',
  async (_, text) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const step = await runStep(simulator, 'dds', { event: text });
      const [, file] = /can’t be read, (\/\S+\/event\.json) /.exec(step.written) ?? [];
      expect(errorOf(step)).toBe(
        `The file of the event that began this run can’t be read, ${file} (GITHUB_EVENT_PATH): it is empty, or no whole JSON.\nThe runner writes it: run the job again, and check its disk. A step that is given a name and a description does without it.`,
      );
      expect(simulator.everyBackupId).toEqual([]);
    });
  },
);

test('a step that needs nothing of the run never reads that file', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const inputs = { name: 'before-release', description: 'by hand' };
    const step = await runStep(simulator, 'taurusdb', { event, inputs });
    expect([step.exitCode, simulator.backups[0]?.state]).toEqual([0, 'COMPLETED']);
  });
});
