import { expect, test } from '@jest/globals';
import { listInstanceIds, readEntries, runTargets } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('kill -9 of the step between two creates: what was accepted first is known, and the file can be read', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const ids = listInstanceIds(simulator, 'taurusdb');
    let creates = 0;
    const step = await runTargets(
      simulator,
      ids.map((id) => `taurusdb:${id}`),
      {
        inputs: { concurrency: '1' },
        signalAt: {
          moment: 'request',
          signal: 'SIGKILL',
          when: ({ operation }) => operation === 'create' && ++creates === 3,
        },
      },
    );
    expect(step.exitCode).toBeNull();
    const [first, second] = simulator.backups;
    expect(step.outputs).toMatchObject({
      backup_id: first?.id,
      status: 'BUILDING',
      name: first?.name,
      instance_id: ids[0],
    });
    expect(step.summary).toMatch(
      /^### ⏳ \d of 3 database backups accepted, not all completed yet/,
    );
    expect(step.summary).toContain(first?.id);
    const [entry, ...others] = readEntries(step);
    expect(entry).toMatchObject({ backup_id: first?.id, status: 'BUILDING', instance_id: ids[0] });
    // The second was accepted less than five seconds ago, unless this machine is slow.
    expect([null, second?.id]).toContain(others[0]?.['backup_id']);
    expect(others.map(({ instance_id }) => instance_id)).toEqual(ids.slice(1));
  });
});

test('a cancelled step has told every accepted backup before it ends', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const ids = listInstanceIds(simulator, 'taurusdb');
    let lines = 0;
    const step = await runTargets(
      simulator,
      ids.map((id) => `taurusdb:${id}`),
      { cancelOnLine: (line) => /: Accepted: /.test(line) && ++lines === ids.length },
    );
    expect(step.exitCode).toBe(1);
    const accepted = readEntries(step).map(({ backup_id }) => backup_id);
    expect([...accepted].sort()).toEqual(simulator.backups.map(({ id }) => id).sort());
  });
});
