import { expect, test } from '@jest/globals';
import { operationsOf, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { expectDeleted, plant } from './planted-backups.ts';

const DAY_HOURS = 24;

test.concurrent('keep_days alone: what is older goes, what is younger stays, and so do other people’s', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const stay = [
      plant(simulator, { hoursOld: 2 * DAY_HOURS - 1 }),
      plant(simulator, { hoursOld: 3 * DAY_HOURS, name: 'before-release-1' }),
    ];
    const old = [3, 40].map((days) => plant(simulator, { hoursOld: days * DAY_HOURS + 1 }));
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_days: '2' } });
    expectDeleted(simulator, step, old);
    const there = simulator.backups.map(({ id }) => id);
    expect(there).toEqual(expect.arrayContaining(stay.map(({ id }) => id)));
    expect(step.lines).toContain('Retention (keep_days: 2): deleted 2 older backups.');
  });
});

test.concurrent.each(['false', 'true'])(
  'beside keep_last the newest stay however old they are (dry_run: %s)',
  async (dryRun) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const [kept, old] = [5, 6].map((days) => plant(simulator, { hoursOld: days * DAY_HOURS }));
      const inputs = { keep_days: '2', keep_last: '2', dry_run: dryRun };
      const step = await runStep(simulator, 'taurusdb', { inputs });
      if (dryRun === 'false') expectDeleted(simulator, step, old === undefined ? [] : [old]);
      else {
        const lines = step.lines.join('\n');
        expect(lines).toContain(`[passed] Retention: Would delete 1: ${old?.id} (`);
        expect(operationsOf(step)).not.toContain('delete');
      }
      expect(simulator.backups.map(({ id }) => id)).toContain(kept?.id);
    });
  },
);

test.concurrent('with nothing but old ones the newest of them stays when the new backup fails', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 99 * DAY_HOURS });
    simulator.inject({ name: 'backup-fails', failReason: 'The disk is full.' });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_days: '1' } });
    expect(step.exitCode).toBe(1);
    expect(operationsOf(step)).not.toContain('delete');
    expect(step.lines.join('\n')).toContain('Retention: nothing is deleted');
  });
});
