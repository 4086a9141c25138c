import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  NOWHERE,
  operationsOf,
  readEntries,
  runStep,
  runTargets,
  type Step,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;

/** The one annotation of a red step. */
function errorOf(step: Step): string {
  expect(step.exitCode).toBe(1);
  const errors = step.annotations.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(1);
  return errors[0]?.text ?? '';
}

test.concurrent('when one is refused, the others are still waited for, and all are told', async () => {
  await withSimulator({ backupMs: 500 }, async (simulator) => {
    const [id, other] = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: `${NOWHERE}\n${id}\n${other}` },
    });
    const [title, ...lines] = errorOf(step).split('\n');
    expect(title).toBe('1 of 3 databases has no completed backup.');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`taurusdb ${NOWHERE}: TaurusDB refused to create backup gh-`);
    expect(lines[0]).toContain('Check instance_id');
    expect(simulator.backups.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);

    const entries = readEntries(step);
    expect(entries.map(({ status }) => status)).toEqual(['FAILED', 'COMPLETED', 'COMPLETED']);
    expect(entries[0]).toMatchObject({ backup_id: null, job_id: null, created: null });
    expect(entries[0]?.['error']).toContain('refused to create backup');
    expect(entries.slice(1).map(({ error }) => error)).toEqual([null, null]);
    expect(step.outputs).toMatchObject({ status: 'FAILED', backup_id: '', instance_id: NOWHERE });
  });
});

test.concurrent('the status is not COMPLETED when another than the first fails', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const id = instanceIdAt(simulator, 'taurusdb', 0);
    const step = await runTargets(simulator, [`taurusdb:${id}`, `taurusdb:${NOWHERE}`]);
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({
      status: 'FAILED',
      backup_id: simulator.backups[0]?.id,
      instance_id: id,
    });
  });
});

test.concurrent('the summary has a row for each, and a mark that tells which is no restore point', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const id = instanceIdAt(simulator, 'taurusdb', 0);
    const step = await runTargets(simulator, [`taurusdb:${NOWHERE}`, `taurusdb:${id}`]);
    expect(step.summary).toMatch(/^### ❌ 1 of 2 database backups completed\n/);
    const [told = ''] = step.summary.split('#### Restore');
    const rows = told.split('\n').filter((line) => line.includes('<strong>'));
    expect(rows[0]).toMatch(/^\| ❌ <strong>FAILED<\/strong> \| TaurusDB<br><code>f+in07<\/code>/);
    expect(rows[1]).toMatch(/^\| ✅ <strong>COMPLETED<\/strong> \| TaurusDB<br>/);
    const problems = told.split('\n').filter((line) => line.startsWith('- '));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^- TaurusDB <code>f+in07<\/code>.*refused to create backup/);
    expect(rows).toHaveLength(2);
    expect(step.summary).toContain('What is not COMPLETED is no restore point.');
  });
});

test.concurrent('each of several failures is told with its own reason', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ service: 'rds', name: 'backup-fails', failReason: 'The disk is full.' });
    simulator.inject({ service: 'dds', operation: 'create', name: 'forbidden', times: 9 });
    const targets = ['rds', 'dds', 'taurusdb'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const step = await runTargets(simulator, targets);
    const [title, ...lines] = errorOf(step).split('\n');
    expect(title).toBe('2 of 3 databases have no completed backup.');
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['rds', 'dds']);
    expect(readEntries(step).map(({ status }) => status)).toEqual([
      'FAILED',
      'FAILED',
      'COMPLETED',
    ]);
    expect(simulator.backups).toHaveLength(2);
  });
});

test.concurrent('a create without a known outcome is UNKNOWN, never FAILED, and says that one may exist', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const forever = { times: Number.POSITIVE_INFINITY };
    simulator.inject({ service: 'taurusdb', operation: 'create', name: 'reset-after' });
    simulator.inject({ service: 'taurusdb', operation: 'list', name: 'lagging-list', ...forever });
    const targets = ['taurusdb', 'dds'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const step = await runTargets(simulator, targets, { inputs: { wait_timeout: '15s' } });
    expect(errorOf(step)).toMatch(/^taurusdb \S+: A backup named gh-\S+ may exist/m);
    expect(readEntries(step)[0]).toMatchObject({ backup_id: null, status: 'UNKNOWN' });
  });
});

test.concurrent('at the deadline each that still runs is told, and its id is known', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const inputs = { instance_id: ids.join(), wait_timeout: '15s' };
    const step = await runStep(simulator, 'taurusdb', { inputs });
    const text = errorOf(step);
    expect(simulator.backups).toHaveLength(2);
    for (const { id, instanceId } of simulator.backups) {
      expect(text).toMatch(
        new RegExp(`^taurusdb ${instanceId}: Backup ${id} .*still BUILDING`, 'm'),
      );
    }
    expect(readEntries(step).map(({ status }) => status)).toEqual(['BUILDING', 'BUILDING']);
    expect(step.outputs['status']).toBe('BUILDING');
  });
});

test.concurrent('fail_fast: no further create is sent after the first failure', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: [NOWHERE, ...ids].join(), fail_fast: 'true', concurrency: '1' },
    });
    const [title, ...lines] = errorOf(step).split('\n');
    expect(title).toBe('4 of 4 databases have no completed backup.');
    expect(simulator.backups).toEqual([]);
    expect(operationsOf(step).filter((operation) => operation === 'create')).toHaveLength(1);
    for (const line of lines.slice(1)) {
      expect(line).toContain(
        'Not asked for any more, because another backup failed: there is none',
      );
    }
    expect(readEntries(step).map(({ status }) => status)).toEqual(Array(4).fill('FAILED'));
  });
});

test.concurrent('fail_fast: it stops waiting, and lists what still runs', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    // One at a time: the last is refused when the others run, however fast this machine is.
    const targets = [...ids, NOWHERE].map((id) => `taurusdb:${id}`);
    const inputs = { fail_fast: 'true', concurrency: '1' };
    const step = await runTargets(simulator, targets, { inputs });
    const text = errorOf(step);
    expect(simulator.backups).toHaveLength(2);
    for (const { id, name, instanceId } of simulator.backups) {
      expect(text).toContain(
        `taurusdb ${instanceId}: Not waited for any longer, because another backup failed. Backup ${id} (${name}) goes on in the cloud.`,
      );
      const entry = readEntries(step).find(({ backup_id }) => backup_id === id);
      expect(entry).toMatchObject({ status: 'BUILDING', instance_id: instanceId });
      expect(step.summary).toContain(id);
    }
    expect(step.outputs['status']).toBe('FAILED');
  });
});

test.concurrent('without fail_fast an instance that is busy is still backed up after another’s failure', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const id = instanceIdAt(simulator, 'taurusdb', 0);
    simulator.inject({ service: 'taurusdb', operation: 'create', name: 'busy', skip: 1 });
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: `${NOWHERE},${id}`, concurrency: '1', busy_timeout: '30s' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.lines.join('\n')).toContain(`Instance ${id} is busy: waiting until it is free`);
    expect(simulator.backups.map(({ state }) => state)).toEqual(['COMPLETED']);
  });
});

test.concurrent('wait: false with several is green when each is accepted, and says that none is a restore point', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const targets = ['rds', 'taurusdb'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const step = await runTargets(simulator, targets, { inputs: { wait: 'false' } });
    expect(step.exitCode).toBe(0);
    expect(operationsOf(step).toSorted()).toEqual(['create', 'create', 'projects']);
    expect(step.outputs['status']).toBe('BUILDING');
    expect(readEntries(step).map(({ status }) => status)).toEqual(['BUILDING', 'BUILDING']);
    expect(step.summary).toMatch(/^### ⏳ 2 database backups accepted, not all completed yet\n/);
    const unwaited = step.lines.filter((line) => line.includes('no restore point before'));
    expect(unwaited).toHaveLength(2);
  });
});

test.concurrent('wait: false with several is red when one is not accepted, and calls none of them completed', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const id = instanceIdAt(simulator, 'taurusdb', 0);
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: `${id},${NOWHERE}`, wait: 'false' },
    });
    expect(errorOf(step)).toMatch(/^1 of 2 databases has no accepted backup\.\n/);
    expect(readEntries(step).map(({ status }) => status)).toEqual(['BUILDING', 'FAILED']);
    expect(step.summary).toMatch(/^### ❌ 0 of 2 database backups completed\n/);
  });
});
