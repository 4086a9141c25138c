import { expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { BackupClient, serviceIds } from '../../src/index.ts';
import { countingAgent } from '../support/counting-agent.ts';
import { sharedClock } from '../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;

/** Two instances of every service, all of them in one batch, over real connections. */
async function backUpAll(cloud: 'otc' | 'huaweicloud') {
  const { dispatcher, isBusy, destroy } = countingAgent();
  const clock = sharedClock(isBusy);
  const simulator = await startSimulator({ now: clock.epochMs, backupMs: 300_000, cloud });
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const { username, password, domainName } = account;
  const client = new BackupClient({
    cloud,
    region: account.projectName,
    endpoints,
    iamEndpoint,
    credentials: { kind: 'password', username, password, domainName },
    dispatcher,
    clock,
    random: () => 0.5,
  });
  const orders = serviceIds.flatMap((service) =>
    instances
      .filter((instance) => instance.service === service)
      .slice(0, 2)
      .map(({ id }, at) => ({
        service,
        instanceId: id,
        name: `nightly-${service}-${at}`,
        description: 'by night',
      })),
  );
  try {
    const options = { timeoutMs: HOUR_MS, hasUniqueName: true };
    const outcomes = await clock.play(client.createBackups(orders, options));
    return { simulator, outcomes, orders, tookMs: clock.monotonicMs() };
  } finally {
    await client.close();
    await destroy();
    await simulator.stop();
  }
}

const ofKind = ({ requests }: Simulator, operation: string) =>
  requests.filter((request) => request.operation === operation);

test.each(['otc', 'huaweicloud'] as const)(
  '%s: two instances of every service are completed together, in the time of one',
  async (cloud) => {
    const { simulator, outcomes, orders, tookMs } = await backUpAll(cloud);
    expect(outcomes.map(({ error }) => error)).toEqual(orders.map(() => undefined));
    for (const { order, backup } of outcomes) {
      expect(backup).toMatchObject({ ...order, status: 'COMPLETED', created: true });
    }
    expect(simulator.backups.filter(({ type }) => type === 'manual')).toHaveLength(orders.length);
    expect(tookMs).toBeLessThan(340_000);
  },
);

test('one login serves all, and each service is asked with one call a poll, RDS with one an instance', async () => {
  const { simulator } = await backUpAll('otc');
  expect(ofKind(simulator, 'login')).toHaveLength(1);
  expect(ofKind(simulator, 'job')).toEqual([]);
  const looks = (service: string) =>
    ofKind(simulator, 'list').filter((request) => request.service === service);
  const counts = new Map(serviceIds.map((service) => [service, looks(service).length]));
  const rds = looks('rds').map(({ query }) => query['instance_id']);
  expect(rds).not.toContain(undefined);
  const most = (counts.get('rds') ?? 0) / 2 + 2;
  for (const [service, number] of counts) {
    if (service !== 'rds') expect(number).toBeLessThanOrEqual(most);
    expect(number).toBeGreaterThan(10);
  }
});
