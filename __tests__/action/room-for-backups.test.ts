import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { instanceIdAt, operationsOf, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const DAY_MS = 86_400_000;

function plant(simulator: Simulator, count: number): string {
  const instanceId = instanceIdAt(simulator, 'geminidb', 0);
  for (let at = 0; at < count; at++) {
    const beganAt = Date.now() - DAY_MS - at * 60_000;
    const times = { beganAt, endsAt: beganAt + 1_000 };
    simulator.seedBackup({ instanceId, name: `by-hand-${at}`, type: 'manual', ...times });
  }
  return instanceId;
}

test.concurrent('at nine tenths of a limit that a page names: green, with a warning that says how to make room', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const instanceId = plant(simulator, 44);
    const step = await runStep(simulator, 'geminidb');
    expect(step.exitCode).toBe(0);
    expect(step.summary).toContain('| Manual backups | 45 |');
    expect(step.annotations).toEqual([
      {
        level: 'warning',
        text: expect.stringMatching(
          new RegExp(
            `^geminidb ${instanceId} \\(sessions\\) has 45 manual backups, and a page of the cloud’s names 50 as the most ` +
              String.raw`\(whether of one instance or in all, it does not say\): when they are reached, no backup can be made\. ` +
              String.raw`Make room: delete old ones in the console, or let keep_last or keep_days do it\. https://docs\.otc\.`,
          ),
        ),
      },
    ]);
  });
});

test.concurrent('with more room the number stands in the summary alone, and no call was made for it', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, 43);
    const step = await runStep(simulator, 'geminidb');
    expect(step.annotations).toEqual([]);
    expect(step.summary).toContain('| Manual backups | 44 |');
    expect(operationsOf(step).filter((operation) => operation === 'list')).toHaveLength(1);
  });
});

test.concurrent('a refused backup is told with the number as well, where its name made the step read the list', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, 50);
    const body = { error_code: 'DBS.280001', error_msg: 'The quota is used up.' };
    simulator.inject({ name: 'error', operation: 'create', status: 403, body });
    const step = await runStep(simulator, 'geminidb', { inputs: { name: 'release-42' } });
    expect(step.exitCode).toBe(1);
    const [warning, error] = step.annotations;
    expect(warning).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('has 50 manual backups'),
    });
    expect(error?.level).toBe('error');
  });
});
