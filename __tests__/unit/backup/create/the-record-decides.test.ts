import { expect, test } from '@jest/globals';
import { startSimulator } from '../../../../simulator/index.ts';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import { INSTANCE, testClient } from '../../../support/memory-cloud.ts';
import { runInProcess } from '../../../support/run-in-process.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const OTHER = 'ffffffffffffffffffffffffffffffffin07';

test.each(['taurusdb', 'gaussdb', 'rds', 'rds-v1'] as const)(
  '%s: a create that is answered as completed has made a backup of which nothing is known yet',
  async (service) => {
    const backup = { id: 'b-1', status: 'Completed' };
    const { client } = testClient({ respond: () => ({ body: { backup } }) });
    const instanceId = service === 'rds-v1' ? 'n-1' : INSTANCE;
    const order = { service, instanceId, name: 'nightly' };
    expect(await client.createBackup(order, { hasUniqueName: true })).toMatchObject({
      id: 'b-1',
      status: 'BUILDING',
      statusWord: undefined,
    });
  },
);

/** A step whose create is answered as completed; its record never comes, or is another instance's. */
async function play(records: readonly object[], inputs: Readonly<Record<string, string>> = {}) {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs() });
  const always = Number.POSITIVE_INFINITY;
  const created = { backup: { id: 'f00dbr07', status: 'COMPLETED' }, job_id: 'a-job' };
  const list = { backups: records, total_count: records.length };
  try {
    const at = { name: 'error', status: 200, times: always } as const;
    simulator.inject({ ...at, operation: 'create', body: created });
    simulator.inject({ ...at, operation: 'list', body: list });
    return await runInProcess(simulator, clock, { service: 'taurusdb', inputs });
  } finally {
    await simulator.stop();
  }
}

test.each([
  ['never comes', [], 'BackupNeverListedError'],
  [
    'is another instance’s',
    [{ id: 'f00dbr07', status: 'COMPLETED', instance_id: OTHER }],
    'BackupNeverListedError',
  ],
])(
  'where the record %s, neither outputs nor notice call the backup a restore point',
  async (_, records, name) => {
    const { error, outputs, lines } = await play(records);
    expect(error).toHaveProperty('name', name);
    expect(outputs).toMatchObject({ backup_id: 'f00dbr07', status: 'BUILDING' });
    expect(JSON.parse(outputs['backups'] ?? '')).toMatchObject([{ status: 'BUILDING' }]);
    const text = lines.join('\n');
    expect(text).toContain('is BUILDING.\nOnly a COMPLETED one is a restore point.');
    expect(text).not.toContain('is COMPLETED');
  },
);

test('with wait: false the backup is accepted, and no more is said', async () => {
  const { error, outputs, lines } = await play([], { wait: 'false' });
  expect(error).toBeUndefined();
  expect(outputs).toMatchObject({ backup_id: 'f00dbr07', status: 'BUILDING' });
  expect(lines.join('\n')).not.toContain('The restore point exists');
});

test('the summary of such a backup says that it is not completed', async () => {
  const { client } = testClient({
    respond: () => ({ body: { backup: { id: 'b-1', status: 'COMPLETED' } } }),
  });
  const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
  const backup = await client.createBackup(order, { hasUniqueName: true });
  const location = { projectId: undefined, region: undefined };
  const results = [{ order, backup, error: undefined }];
  const state = { results, location, deletedIds: undefined, checks: undefined };
  expect(buildSummary(state, undefined)).toContain('accepted, not completed yet');
});
