import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../simulator/index.ts';
import { BackupError, type ServiceId, serviceIds } from '../../src/index.ts';
import { randomRuns } from '../support/long-runs.ts';
import {
  calmScenario,
  faultyScenario,
  isOurs,
  mayGo,
  NAMES,
  type PruneScenario,
  plant,
  withPruneCloud,
} from './prune-scenario.ts';

const TEN_MINUTES_MS = 600_000;

/** Makes a backup, prunes, and says what has gone, what could go, and what is said of it. */
async function prune(service: ServiceId, scenario: PruneScenario) {
  const { form, planted, keepLast, keepDays, skewMs, faults } = scenario;
  await withPruneCloud({ service, skewMs }, async ({ simulator, client, ids, clock }) => {
    const order = { service, instanceId: ids[0] ?? '', name: NAMES[form], description: 'x' };
    const accepted = await client.createBackup(order);
    const own = await client.waitForBackup(accepted, { timeoutMs: 3_600_000 });
    for (const one of planted) plant(simulator, ids, one);
    const before = simulator.backups;
    const old = before.filter((one) =>
      mayGo(one, before, { form, own, keepLast, keepDays, nowMs: clock.epochMs() }),
    );
    for (const fault of faults) simulator.inject(fault);
    const report = await client
      .pruneBackups(own, { keepLast, keepDays, isOurs: isOurs[form] })
      .catch((error: unknown) => ({ error }));
    const left = new Set(simulator.backups.map(({ id }) => id));
    const gone = before.map(({ id }) => id).filter((id) => !left.has(id));
    const mayGoIds = old.map(({ id }) => id);
    if ('error' in report) {
      expect(report.error).toBeInstanceOf(BackupError);
      expect(gone).toEqual([]);
      return;
    }
    const deleted = report.deleted.map(({ id }) => id);
    const kept = report.kept.map(({ backup }) => backup.id);
    expect(mayGoIds).toEqual(expect.arrayContaining([...gone, ...deleted, ...kept]));
    expect(gone).toEqual(expect.arrayContaining(deleted));
    expect([...deleted, ...kept]).toEqual(expect.arrayContaining(gone));
    if (faults.length === 0) expect(deleted.toSorted()).toEqual(mayGoIds.toSorted());
    if (faults.length === 0) expect(gone.toSorted()).toEqual(mayGoIds.toSorted());
  });
}

test.each(serviceIds)(
  '%s: for any mixture of backups, of both forms of names, just the old ones of the rule are deleted, and nothing else',
  async (service) => {
    const property = fc.asyncProperty(calmScenario, (drawn) => prune(service, drawn));
    await fc.assert(property, randomRuns(20, 150));
  },
  TEN_MINUTES_MS,
);

test.each(serviceIds)(
  '%s: whatever goes wrong meanwhile, nothing outside the rule is deleted',
  async (service) => {
    const property = fc.asyncProperty(faultyScenario, (drawn) => prune(service, drawn));
    await fc.assert(property, randomRuns(20, 150));
  },
  TEN_MINUTES_MS,
);

test.each<[string, readonly Fault[]]>([
  ['', [{ name: 'reset-after', operation: 'delete' }]],
  [
    ', also where the next one met a login that had ended',
    [
      { name: '500', after: true, operation: 'delete' },
      { name: 'token-expired', operation: 'delete' },
    ],
  ],
])('a delete whose answer was lost counts as one%s', async (_, faults) => {
  await withPruneCloud({ service: 'taurusdb' }, async ({ simulator, client, ids }) => {
    const [instanceId = ''] = ids;
    const order = { service: 'taurusdb', instanceId, name: 'gh-own', description: 'x' } as const;
    const own = await client.waitForBackup(await client.createBackup(order), {
      timeoutMs: 3_600_000,
    });
    for (const beganHoursAgo of [24, 48]) {
      const usual = { at: 0, name: 'gh-a', type: 'manual', end: 'completed' } as const;
      plant(simulator, ids, { ...usual, beganHoursAgo, tookMinutes: 0 });
    }
    const old = simulator.backups.filter(({ id }) => id !== own.id);
    for (const fault of faults) simulator.inject(fault);
    const { deleted, kept } = await client.pruneBackups(own, {
      keepLast: 1,
      isOurs: (name) => name.startsWith('gh-'),
    });
    const idsOf = (backups: readonly { readonly id: string }[]) => backups.map(({ id }) => id);
    expect(idsOf(deleted).toSorted()).toEqual(idsOf(old).toSorted());
    expect(kept).toEqual([]);
  });
});
