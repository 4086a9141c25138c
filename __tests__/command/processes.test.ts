import { expect, test } from '@jest/globals';
import { ENDINGS, runCommand } from '../support/command-process.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

const HOUR_MS = 3_600_000;

test.each(ENDINGS)('a process ends with $code', async ({ code, args, faults, backupMs }) => {
  await withSimulator({ backupMs }, async (simulator) => {
    for (const fault of faults) simulator.inject(fault);
    expect(await runCommand(simulator, args)).toMatchObject({ code });
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a wait with 4, with the id, and that it goes on',
  async (signal) => {
    await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
      let lists = 0;
      const { code, stdout, stderr } = await runCommand(simulator, [], {
        onStart: (child) =>
          void simulator.onResponse(({ operation }) => {
            if (operation === 'list') lists += 1;
            if (operation === 'list' && lists === 1) child.kill(signal);
          }),
      });
      const [made] = simulator.backups;
      expect(code).toBe(4);
      expect(stderr).toContain(`Received ${signal}: ending this command.`);
      expect(stderr).toContain(`Backup ${made?.id}`);
      expect(stderr).toContain('goes on in the cloud');
      expect(stdout).toContain(made?.id);
      expect(instanceIdAt(simulator, 'taurusdb')).toBe(made?.instanceId);
    });
  },
);
