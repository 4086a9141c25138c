import { expect, test } from '@jest/globals';
import { instanceIdAt, NOWHERE, readEntries, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;

test('cancelled while several run: it ends by itself, and tells each backup that goes on', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'rds', at));
    const looks = new Set<string | undefined>();
    const step = await runStep(simulator, 'rds', {
      inputs: { instance_id: [NOWHERE, ...ids].join() },
      signalAt: {
        moment: 'request',
        signal: 'SIGINT',
        when: ({ operation, query }) =>
          operation === 'list' && looks.add(query['instance_id']).size === 2,
      },
    });
    expect(step.neededForce).toBe(false);
    expect(step.exitCode).toBe(1);
    const text = step.annotations.find(({ level }) => level === 'error')?.text ?? '';
    expect(text).toMatch(/^3 of 3 databases have no completed backup\.\n/);
    expect(text).toContain(`rds ${NOWHERE}: RDS refused to create`);
    expect(simulator.backups).toHaveLength(2);
    for (const { id, instanceId, name } of simulator.backups) {
      expect(text).toContain(
        `rds ${instanceId}: Cancelled. Backup ${id} (${name}) goes on in the cloud.`,
      );
    }
    expect(readEntries(step).map(({ status }) => status)).toEqual([
      'FAILED',
      'BUILDING',
      'BUILDING',
    ]);
  });
});

test('cancelled with a create in flight: its id is told, and what has not been sent never is', async () => {
  await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    // Slow enough that the signal arrives first.
    simulator.inject({ name: 'drip', operation: 'create', intervalMs: 3 });
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: ids.join(), concurrency: '1' },
      cancelAt: { moment: 'request', operation: 'create' },
    });
    expect(step.neededForce).toBe(false);
    expect(step.exitCode).toBe(1);
    const [made, ...others] = simulator.backups;
    expect(others).toEqual([]);
    const entries = readEntries(step);
    const told = entries.flatMap(({ backup_id }) => backup_id ?? []);
    expect(told).toEqual([made?.id]);
    for (const entry of entries.filter(({ backup_id }) => backup_id === null)) {
      expect(entry).toMatchObject({ status: 'FAILED' });
      expect(entry['error']).toContain('there is none');
    }
  });
});
