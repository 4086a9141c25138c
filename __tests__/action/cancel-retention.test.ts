import { expect, test } from '@jest/globals';
import { findInstanceId, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { MARKER } from './planted-backups.ts';

const HOUR_MS = 3_600_000;

test('cancelled in the middle of deleting: what is gone is told, and that others may be left', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    const old = [1, 2].map((hours) =>
      simulator.seedBackup({
        ...{ instanceId, type: 'manual', name: `gh-web-shop-${MARKER}-${hours}-1-0123abcd-00ff` },
        beganAt: Date.now() - hours * HOUR_MS,
        endsAt: Date.now() - hours * HOUR_MS,
      }),
    );
    // Slow enough that the signal arrives first.
    simulator.inject({ name: 'drip', operation: 'delete', intervalMs: 20 });
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { keep_last: '1' },
      cancelAt: { moment: 'request', operation: 'delete' },
    });
    expect(step.neededForce).toBe(false);
    expect(step.requests.filter(({ operation }) => operation === 'delete')).toHaveLength(1);
    expect(step.outputs['status']).toBe('COMPLETED');
    const gone = old.filter(
      ({ id }) => !simulator.backups.some((it) => it.id === id && it.state === 'COMPLETED'),
    );
    expect(gone).toHaveLength(1);
    expect(JSON.parse(step.outputs['deleted_backup_ids'] ?? '')).toEqual(gone.map(({ id }) => id));
    expect(step.annotations.map(({ text }) => text)).toEqual([
      'Retention ended early, because the step was cancelled: older backups may be left for the next run.',
    ]);
  });
});
