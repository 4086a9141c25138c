import { expect, test } from '@jest/globals';
import { instanceIdAt, NOWHERE, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

test('job_summary: false writes none', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const step = await cloud.run('taurusdb', { inputs: { job_summary: 'false' } });
    expect(step).toMatchObject({ exitCode: 0, summary: '' });
  });
});

test('an instance id that ends like another service’s is a warning', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const inputs = { instance_id: instanceIdAt(cloud.simulator, 'geminidb') };
    const step = await cloud.run('taurusdb', { inputs });
    expectTranscript('degraded/an-id-of-another-service', cloud, step);
  });
});

test('stacks are for the debug log alone', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { instance_id: NOWHERE };
    const quiet = await cloud.run('taurusdb', { inputs });
    const loud = await cloud.run('taurusdb', { inputs, debug: true });
    expect(quiet.written).not.toMatch(/^\s+at /m);
    expect(loud.debug.join('\n')).toMatch(/^\s+at /m);
    expect(loud.lines.join('\n')).not.toMatch(/^\s+at /m);
  });
});

test('a partial backup of RDS is called partial in the log and the summary', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const sqlServer = cloud.simulator.instances.find(({ id }) => id.endsWith('in04'));
    const inputs = { instance_id: sqlServer?.id ?? '', databases: 'orders, customers\nledger' };
    const step = await cloud.run('rds', { inputs });
    expect(cloud.simulator.backups[0]?.databases).toEqual(['orders', 'customers', 'ledger']);
    expectTranscript('degraded/partial', cloud, step);
  });
});
