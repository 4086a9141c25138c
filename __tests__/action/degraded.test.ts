import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('a summary that can’t be written is a warning and never fails a completed backup', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { withoutSummaryFile: true });
    expect(step.exitCode).toBe(0);
    expect(step.annotations.map(({ level }) => level)).toEqual(['warning']);
    expect(step.annotations[0]?.text).toContain('The job summary could not be written');
  });
});

test('job_summary: false writes none', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { inputs: { job_summary: 'false' } });
    expect(step).toMatchObject({ exitCode: 0, summary: '' });
  });
});

test('an instance id that ends like another service’s is a warning', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: '07033b125fd94a8a96896f8bcfee6ddain06' },
    });
    expect(step.annotations.filter(({ level }) => level === 'warning')).toEqual([
      {
        level: 'warning',
        text: 'Instance id 07033b125fd94a8a96896f8bcfee6ddain06 ends like one of GeminiDB, but the service is TaurusDB: check both.',
      },
    ]);
  });
});

test('stacks are for the debug log alone', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { instance_id: 'ffffffffffffffffffffffffffffffffin07' };
    const quiet = await runStep(simulator, 'taurusdb', { inputs });
    const loud = await runStep(simulator, 'taurusdb', { inputs, debug: true });
    expect(quiet.written).not.toMatch(/^\s+at /m);
    expect(loud.debug.join('\n')).toMatch(/^\s+at /m);
    expect(loud.lines.join('\n')).not.toMatch(/^\s+at /m);
  });
});

test('a partial backup of RDS is called partial in the log and the summary', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const sqlServer = simulator.instances.find(({ id }) => id.endsWith('in04'));
    const step = await runStep(simulator, 'rds', {
      inputs: { instance_id: sqlServer?.id ?? '', databases: 'orders, customers\nledger' },
    });
    expect(step.exitCode).toBe(0);
    expect(simulator.backups[0]?.databases).toEqual(['orders', 'customers', 'ledger']);
    expect(step.lines.join('\n')).toContain('partial');
    expect(step.summary).toContain('partial');
  });
});
