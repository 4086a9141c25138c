import { expect, test } from '@jest/globals';
import { readOnlyEntry, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;

test('cancelled while waiting: it ends by itself, and says which backup goes on', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', {
      cancelAt: { moment: 'answer', operation: 'list' },
    });
    const id = simulator.backups[0]?.id;
    expect(step.neededForce).toBe(false);
    expect(step.exitCode).toBe(1);
    expect(step.annotations.map(({ text }) => text).join()).toContain(`Backup ${id}`);
    expect(step.annotations.map(({ text }) => text).join()).toContain('goes on in the cloud');
    expect(step.outputs['backup_id']).toBe(id);
  });
});

test('cancelled with the create in flight: it waits for that answer and writes the id', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    // Slow enough that the signal arrives first.
    simulator.inject({ name: 'drip', operation: 'create', intervalMs: 10 });
    const step = await runStep(simulator, 'geminidb', {
      cancelAt: { moment: 'request', operation: 'create' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.neededForce).toBe(false);
    expect(step.outputs['backup_id']).toBe(simulator.backups[0]?.id);
    expect(step.requests.map(({ operation }) => operation)).toEqual(['projects', 'create']);
  });
});

test('cancelled with a create that is never answered: it says that a backup may exist', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    simulator.inject({ name: 'timeout-after', operation: 'create' });
    const step = await runStep(simulator, 'rds', {
      cancelAt: { moment: 'request', operation: 'create' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.neededForce).toBe(false);
    expect(step.annotations.map(({ text }) => text).join()).toContain('may exist');
  });
});

test('cancelled before the create: there is none, and it says so', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ name: 'timeout-before', operation: 'projects' });
    const step = await runStep(simulator, 'rds-v1', {
      cancelAt: { moment: 'request', operation: 'projects' },
    });
    expect(step.exitCode).toBe(1);
    expect(simulator.backups.length).toBe(0);
    expect(step.annotations.map(({ text }) => text).join()).toContain('there is none');
    expect(readOnlyEntry(step)).toMatchObject({ backup_id: null, status: 'FAILED' });
  });
});

test('cancelled while waiting for a busy instance: there is none, and it says so', async () => {
  await withSimulator({}, async (simulator) => {
    const id = simulator.instances.find(({ service }) => service === 'taurusdb')?.id ?? '';
    simulator.setInstance(id, { busyUntil: Date.now() + HOUR_MS });
    const step = await runStep(simulator, 'taurusdb', {
      cancelAt: { moment: 'answer', operation: 'instances' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.neededForce).toBe(false);
    expect(simulator.backups).toEqual([]);
    expect(step.lines.join('\n')).toContain('is busy: waiting until it is free');
    expect(step.annotations.map(({ text }) => text).join()).toContain('there is none');
  });
});

test('cancelled while looking for a backup whose answer was lost: one may exist', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    simulator.inject({ name: 'reset-after', operation: 'create' });
    simulator.inject({ name: 'lagging-list', operation: 'list', times: Number.POSITIVE_INFINITY });
    const step = await runStep(simulator, 'taurusdb', {
      cancelAt: { moment: 'answer', operation: 'list' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.neededForce).toBe(false);
    expect(step.annotations.map(({ text }) => text).join()).toContain('may exist');
    expect(simulator.backups).toHaveLength(1);
  });
});
