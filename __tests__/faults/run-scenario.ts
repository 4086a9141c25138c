import { startSimulator } from '../../simulator/index.ts';
import { type Backup, BackupClient, type ServiceId } from '../../src/index.ts';
import { START_MS, virtualClock } from '../support/virtual-clock.ts';
import { dyingRoutes } from './dying-routes.ts';
import { expectThePromise } from './promise.ts';
import type { Scenario } from './random-faults.ts';

const NAME = 'before-release-42';
const DAY_MS = 86_400_000;

/** Plays one scenario to its end and checks the promise. */
export async function runScenario(service: ServiceId, scenario: Scenario): Promise<void> {
  const {
    faults,
    backupMs,
    listLagMs,
    busyMs,
    hasUniqueName,
    hasUniqueDescription,
    wait,
    timeoutMs,
  } = scenario;
  const clock = virtualClock();
  const { throttle, resetCode = 'ECONNRESET' } = scenario;
  const { dispatcher, destroy } = dyingRoutes(resetCode);
  const now = () => clock.epochMs();
  const limits = throttle === undefined ? {} : { throttle };
  const simulator = await startSimulator({ now, backupMs, listLagMs, ...limits });
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const { username, password, domainName } = account;
  const instanceId = instances.find((instance) => instance.service === service)?.id ?? '';
  const client = new BackupClient({
    region: 'eu-de',
    endpoints,
    iamEndpoint,
    clock,
    random: () => 0.5,
    dispatcher,
    credentials: { kind: 'password', username, password, domainName },
  });
  try {
    if (scenario.hasNamesake && !hasUniqueName) {
      const times = { beganAt: START_MS - DAY_MS, endsAt: START_MS - DAY_MS + 1 };
      simulator.seedBackup({ instanceId, name: NAME, type: 'manual', ...times });
    }
    for (let at = 0; at < (scenario.others ?? 0); at++) {
      const beganAt = START_MS - DAY_MS / 2 - at * 60_000;
      const times = { beganAt, endsAt: beganAt + 1 };
      simulator.seedBackup({ instanceId, name: `older-${at}`, type: 'manual', ...times });
    }
    const before = new Set(simulator.backups.map(({ id }) => id));
    if (busyMs > 0) simulator.setInstance(instanceId, { busyUntil: START_MS + busyMs });
    for (const fault of faults) simulator.inject(fault);

    let accepted: Backup | undefined;
    let error: unknown;
    try {
      const order = { service, instanceId, name: NAME, description: 'of this run' };
      accepted = await client.createBackup(order, {
        timeoutMs,
        hasUniqueName,
        hasUniqueDescription,
      });
      if (wait) await client.waitForBackup(accepted, { timeoutMs });
    } catch (reason) {
      error = reason;
    }
    const backupId = accepted?.id;
    expectThePromise(simulator, { error, backupId, waited: wait, before });
  } finally {
    await client.close();
    await destroy();
    await simulator.stop();
  }
}
