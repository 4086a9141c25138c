import fc from 'fast-check';
import { startSimulator } from '../../simulator/index.ts';
import { BackupClient, type BackupOrder, type BackupOutcome, serviceIds } from '../../src/index.ts';
import { countingAgent } from '../support/counting-agent.ts';
import { recordLog } from '../support/memory-cloud.ts';
import { sharedClock } from '../support/virtual-clock.ts';
import { expectThePromise } from './promise.ts';
import { type Scenario, scenario } from './random-faults.ts';

const DAY_MS = 86_400_000;

export interface BatchScenario extends Scenario {
  /** Which instances: the service's position in the list of services, and which of its first two. */
  readonly targets: readonly (readonly [service: number, instance: number])[];
  readonly concurrency: number;
  readonly failFast: boolean;
  /** A password can log in again, a fixed token can't. */
  readonly login: 'password' | 'token';
}

const target = fc.tuple(fc.nat(serviceIds.length - 1), fc.nat(1));

export const batchScenario: fc.Arbitrary<BatchScenario> = fc
  .tuple(
    scenario,
    fc.record({
      targets: fc.uniqueArray(target, { minLength: 2, maxLength: 4, selector: String }),
      concurrency: fc.integer({ min: 1, max: 4 }),
      failFast: fc.boolean(),
      login: fc.constantFrom('password', 'token'),
    }),
  )
  .map(([one, more]) => ({ ...one, ...more }));

/** How a batch ended, and what a person reads of it. */
export interface PlayedBatch {
  readonly outcomes: readonly BackupOutcome[];
  readonly lines: readonly string[];
}

/** Plays one batch to its end and checks the promise for each instance by itself. */
export async function runBatch(drawn: BatchScenario): Promise<PlayedBatch> {
  const {
    faults,
    backupMs,
    listLagMs,
    busyMs,
    hasUniqueName,
    hasUniqueDescription,
    wait,
    timeoutMs,
  } = drawn;
  const { dispatcher, isBusy, destroy } = countingAgent();
  const clock = sharedClock(isBusy);
  const startMs = clock.epochMs();
  const limits = drawn.throttle === undefined ? {} : { throttle: drawn.throttle };
  const simulator = await startSimulator({ now: clock.epochMs, backupMs, listLagMs, ...limits });
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const { username, password, domainName, token } = account;
  const log = recordLog();
  const orders = drawn.targets.map(([serviceAt, at], index): BackupOrder => {
    const service = serviceIds[serviceAt] ?? 'rds';
    const instanceId = instances.filter((one) => one.service === service)[at]?.id ?? '';
    return { service, instanceId, name: `before-release-${index}`, description: 'of this run' };
  });
  const client = new BackupClient({
    region: 'eu-de',
    endpoints,
    iamEndpoint,
    clock,
    dispatcher,
    random: () => 0.5,
    log,
    credentials:
      drawn.login === 'token'
        ? { kind: 'token', token }
        : { kind: 'password', username, password, domainName },
  });
  try {
    const [first] = orders;
    if (first !== undefined && drawn.hasNamesake && !hasUniqueName) {
      const times = { beganAt: startMs - DAY_MS, endsAt: startMs - DAY_MS + 1 };
      const { instanceId, name } = first;
      simulator.seedBackup({ instanceId, name, type: 'manual', ...times });
    }
    const before = new Set(simulator.backups.map(({ id }) => id));
    if (first !== undefined && busyMs > 0) {
      simulator.setInstance(first.instanceId, { busyUntil: startMs + busyMs });
    }
    for (const fault of faults) simulator.inject(fault);

    const { concurrency, failFast } = drawn;
    const options = { timeoutMs, hasUniqueName, hasUniqueDescription, wait, concurrency, failFast };
    const outcomes = await clock.play(client.createBackups(orders, options));

    for (const { order, backup, error } of outcomes) {
      const own = simulator.backups.filter(({ instanceId }) => instanceId === order.instanceId);
      const ending = { error, backupId: backup?.id, waited: wait, before };
      expectThePromise({ ...simulator, backups: own }, ending);
    }
    return { outcomes, lines: log.lines };
  } finally {
    await client.close();
    await destroy();
    await simulator.stop();
  }
}
