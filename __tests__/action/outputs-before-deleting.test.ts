import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';
import { plant } from './planted-backups.ts';

const FULL = '/dev/full';
const BACKUP_MS = 60_000;

/** A step with older backups, whose outputs file is on a full disk from the accept on, or until it is completed. */
async function runOnFullDisk(
  { until }: { readonly until?: 'completed' },
  check: (ended: {
    readonly simulator: Simulator;
    readonly step: Awaited<ReturnType<typeof runInProcess>>;
    readonly old: readonly string[];
  }) => void,
) {
  const clock: VirtualClock = virtualClock();
  await withSimulator({ backupMs: BACKUP_MS, now: clock.epochMs }, async (simulator) => {
    const old = [50, 60].map((hoursOld) => plant({ simulator, clock }, { hoursOld }).id);
    let file: string | undefined;
    simulator.onRequest(({ operation }) => {
      if (operation === 'create') {
        file = process.env['GITHUB_OUTPUT'];
        process.env['GITHUB_OUTPUT'] = FULL;
      }
      const isBack = until === 'completed' && clock.monotonicMs() >= BACKUP_MS;
      if (isBack) process.env['GITHUB_OUTPUT'] = file;
    });
    const step = await runInProcess(simulator, clock, {
      service: 'taurusdb',
      inputs: { keep_last: '1' },
    });
    check({ simulator, step, old });
  });
}

const UNWRITTEN =
  /^The outputs of this step could not be written to \S+: ENOSPC.* In the cloud all the same: \w+br07 \(gh-web-shop-/;

test('a step whose outputs can’t be written deletes nothing, and says so from the accept on', async () => {
  await runOnFullDisk({}, ({ simulator, step, old }) => {
    expect(step.error).toMatchObject({ message: expect.stringMatching(UNWRITTEN) });
    expect(simulator.requests.map(({ operation }) => operation)).not.toContain('delete');
    expect(simulator.backups.map(({ id }) => id)).toEqual(expect.arrayContaining([...old]));
    const text = expect.stringMatching(UNWRITTEN);
    expect(step.annotations).toEqual([
      { level: 'warning', text },
      { level: 'error', text },
    ]);
    expect(step.lines.join('\n')).not.toMatch(/onAccepted|callback|caller/i);
    expect(step.lines.join('\n')).not.toContain('Retention');
  });
});

test('where they can be written again before the end, the step is green and deletes as ever', async () => {
  await runOnFullDisk({ until: 'completed' }, ({ step, old }) => {
    expect(step.error).toBeUndefined();
    expect(step.lines).toContain('The outputs are written now.');
    expect(step.outputs).toMatchObject({ status: 'COMPLETED', created: 'true' });
    expect(JSON.parse(step.outputs['deleted_backup_ids'] ?? '').toSorted()).toEqual(old.toSorted());
  });
});
