import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { UncertainCreateError } from '../../src/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { expectThePromise, madeBackups } from './promise.ts';

const BACKUP_MS = 20 * 60_000;

/** A create whose answer is lost, and lists that show its backup only after `listLagMs`. */
async function runWithSlowLists(service: string, listLagMs: number) {
  const clock = virtualClock();
  const simulator = await startSimulator({
    now: () => clock.epochMs(),
    backupMs: BACKUP_MS,
    listLagMs,
  });
  try {
    simulator.inject({ name: 'reset-after', operation: 'create' });
    const inputs = { wait: 'false', busy_timeout: '1h' };
    const step = await runInProcess(simulator, clock, { service, inputs });
    const { error, outputs } = step;
    expectThePromise(simulator, { error, backupId: outputs['backup_id'], waited: false });
    return { error, made: madeBackups(simulator).length, tookMs: clock.monotonicMs() };
  } finally {
    await simulator.stop();
  }
}

test.each(serviceIds)(
  '%s: “busy” after a lost answer means look again, before the instance is free',
  async (service) => {
    const { error, made, tookMs } = await runWithSlowLists(service, 90_000);
    expect(error).toBeUndefined();
    expect(made).toBe(1);
    expect(tookMs).toBeLessThan(BACKUP_MS / 2);
  },
);

test.each(serviceIds)(
  '%s: an instance that is free again is looked at once more before any create',
  async (service) => {
    const { error, made } = await runWithSlowLists(service, 150_000);
    expect(made).toBe(1);
    // Where names are unique the cloud says “name exists” instead, and the list does not show it yet.
    if (error !== undefined) expect(error).toBeInstanceOf(UncertainCreateError);
  },
);
