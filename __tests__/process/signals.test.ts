import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;

/** Before there is a backup, while it is asked for, and while it is waited for. */
const moments = [
  { moment: 'request', operation: 'projects' },
  { moment: 'request', operation: 'create' },
  { moment: 'answer', operation: 'look' },
] as const;

const rows = moments.flatMap((row) =>
  (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ ...row, signal })),
);

type Moment = (typeof rows)[number];

test.each(rows)(
  '$signal at the $moment of $operation: it ends by itself and says what exists',
  async ({ moment, operation, signal }: Moment) => {
    await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
      // With a name of the user's the first list is before the create, the others look at the backup.
      const isLook = operation === 'look';
      let lists = 0;
      const step = await runStep(simulator, 'taurusdb', {
        inputs: { name: 'before-release-42' },
        signalAt: {
          moment,
          signal,
          when: (request) => {
            if (request.operation === 'list') lists += 1;
            const isIt = isLook
              ? request.operation === 'list' && lists === 2
              : request.operation === operation;
            return isIt;
          },
        },
      });
      expect(step.neededForce).toBe(false);
      expect(step.exitCode).toBe(1);
      const text = step.annotations.map((annotation) => annotation.text).join('\n');
      const [made, ...others] = simulator.backups;
      expect(others).toEqual([]);
      if (made === undefined) {
        expect(text).toMatch(/there is none|may exist/);
      } else {
        expect(text).toMatch(new RegExp(`${made.id}|may exist`));
        if (!text.includes('may exist')) expect(step.outputs['backup_id']).toBe(made.id);
      }
    });
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while several run: the outputs hold every id that the cloud has given out',
  async (signal) => {
    await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
      const ids = simulator.instances.filter(({ service }) => service === 'rds').slice(0, 4);
      const step = await runStep(simulator, 'rds', {
        inputs: { instance_id: ids.map(({ id }) => id).join() },
        signalAt: {
          moment: 'request',
          signal,
          // The list of instances, which says whom to ask for: all of them run by then.
          when: ({ operation }) => operation === 'instances',
        },
      });
      expect(step.neededForce).toBe(false);
      expect(step.exitCode).toBe(1);
      const entries: readonly { readonly backup_id: string | null }[] = JSON.parse(
        step.outputs['backups'] ?? '',
      );
      expect(entries).toHaveLength(ids.length);
      const told = entries.flatMap(({ backup_id }) => backup_id ?? []);
      expect(told.toSorted()).toEqual(simulator.backups.map(({ id }) => id).toSorted());
      const text = step.annotations.map((annotation) => annotation.text).join('\n');
      for (const { id } of simulator.backups) expect(text).toContain(`Backup ${id}`);
    });
  },
);
