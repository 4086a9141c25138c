import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  operationsOf,
  readEntries,
  runStep,
  runTargets,
  type Step,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const countLists = (step: Step) =>
  operationsOf(step).filter((operation) => operation === 'instances').length;
const ALWAYS = { times: Number.POSITIVE_INFINITY };

test('after a completed backup there is a request that restores it, for one call more', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'rds', { inputs: { name: 'before-release' } });
    const [backup] = simulator.backups;
    const instanceId = instanceIdAt(simulator, 'rds', 0);
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
    expect(operationsOf(step).at(-1)).toBe('instances');
    expect(countLists(step)).toBe(1);
    const point = { instance_id: instanceId, type: 'backup', backup_id: backup?.id };
    const url = `${simulator.endpoints['rds']}/v3/${simulator.account.projectId}/instances`;
    expect(readEntries(step)).toMatchObject([
      { restore: { method: 'POST', url, body: { name: '<NAME>', restore_point: point } } },
    ]);
    expect(step.summary).toContain('\n#### Restore\n');
    expect(step.summary).toContain(`curl --fail-with-body -X POST \\\n  '${url}' \\\n`);
    expect(step.summary).toContain(`    "backup_id": "${backup?.id}"\n`);
    expect(step.restorePoints).toEqual([
      `Backup ${backup?.id} (before-release) of RDS instance ${instanceId} (shop) is COMPLETED, 2803 MB.`,
    ]);
  });
});

test('with wait: false nothing more is asked, and nobody is told of a restore point', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const { projectId: project_id } = simulator.account;
    const step = await runStep(simulator, 'rds', { inputs: { wait: 'false', project_id } });
    expect(operationsOf(step)).toEqual(['create']);
    expect(readEntries(step)).toMatchObject([{ status: 'BUILDING', restore: null }]);
    expect(step.summary).not.toContain('#### Restore');
    expect(step.restorePoints).toEqual([
      expect.stringMatching(/ is BUILDING\.\nOnly a COMPLETED one is a restore point\.$/),
    ]);
  });
});

test('a completed backup that is returned with wait: false has the console’s way, without a call', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const instanceId = instanceIdAt(simulator, 'rds', 0);
    simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
    const inputs = { wait: 'false', name: 'before-release', reuse_existing: 'true' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(readEntries(step)).toMatchObject([{ status: 'COMPLETED', restore: null }]);
    expect(countLists(step)).toBe(0);
    expect(step.summary).toContain('- RDS: Service List → ');
    expect(step.summary).not.toContain('curl');
  });
});

test('where one service’s list is refused, the step is green, a line says so, and the others have a request', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ name: 'forbidden', operation: 'instances', service: 'dds', ...ALWAYS });
    const ids = ['dds', 'rds'].map((service) => instanceIdAt(simulator, service, 0));
    const step = await runTargets(simulator, [`dds:${ids[0]}`, `rds:${ids[1]}`]);
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
    expect(countLists(step)).toBe(2);
    const entries = readEntries(step);
    expect(entries.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
    expect(entries[0]).toMatchObject({ restore: null, instance_name: null });
    expect(entries[1]).toMatchObject({ restore: { method: 'POST' }, instance_name: 'shop' });
    const why = `No request that restores backup ${entries[0]?.['backup_id']} of DDS instance ${ids[0]}: The list of instances could not be read: `;
    expect(step.lines.filter((line) => line.startsWith(why))).toHaveLength(1);
    expect(step.summary).toContain('- DDS: Service List → ');
    expect(step.summary.split('<details>')).toHaveLength(2);
    expect(step.restorePoints[0]?.split('\n')).toHaveLength(2);
  });
});

test('of several of which one fails, the completed ones can be restored', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ name: 'backup-fails', service: 'dds' });
    const ids = ['dds', 'rds'].map((service) => instanceIdAt(simulator, service, 0));
    const step = await runTargets(simulator, [`dds:${ids[0]}`, `rds:${ids[1]}`]);
    expect(step.exitCode).toBe(1);
    expect(readEntries(step)).toMatchObject([{ restore: null }, { restore: { method: 'POST' } }]);
    expect(step.restorePoints[0]?.split('\n')).toEqual([
      expect.stringMatching(/of DDS instance .* is FAILED\.$/),
      expect.stringMatching(/of RDS instance .* \(shop\) is COMPLETED, 2803 MB\.$/),
      'Only a COMPLETED one is a restore point.',
    ]);
  });
});

test('a cancellation while the list is read ends that, and the completed backup stands', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ name: 'timeout-before', operation: 'instances' });
    const cancelAt = { moment: 'request', operation: 'instances' } as const;
    const step = await runStep(simulator, 'rds', { cancelAt });
    expect(step).toMatchObject({ exitCode: 0, neededForce: false });
    expect(readEntries(step)).toMatchObject([{ status: 'COMPLETED', restore: null }]);
    expect(step.lines.join('\n')).toContain(
      'The step was cancelled before the list of instances was read.',
    );
  });
});
