import { expect, test } from '@jest/globals';
import {
  type BackupOrder,
  type CloudId,
  type PreflightReport,
  type ServiceId,
  serviceIds,
} from '../../src/index.ts';
import { thrownBy } from '../support/memory-cloud.ts';
import { withClient } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';

const clouds: readonly CloudId[] = ['otc', 'huaweicloud'];
const cases = serviceIds.flatMap((service) => clouds.map((cloud) => ({ service, cloud })));

const NAME = 'before-release-42';
const order = (service: ServiceId, instanceId: string): BackupOrder => ({
  service,
  instanceId,
  name: NAME,
  description: 'by hand',
});

const verdictOf = ({ checks }: PreflightReport, title: string) =>
  checks.find((check) => check.title === title)?.verdict;
const verdictsOf = ({ checks }: PreflightReport) =>
  Object.fromEntries(checks.map(({ title, verdict }) => [title, verdict]));

test.each(cases)(
  '$service on $cloud: where all is well nothing fails, and it only reads',
  async ({ service, cloud }) => {
    await withClient({ cloud }, async ({ simulator, client, findId }) => {
      const report = await client.preflight(order(service, findId(service)));
      expect(report).toMatchObject({ isReady: true, instance: { id: findId(service) } });
      expect(verdictsOf(report)).toMatchObject({
        Login: 'passed',
        Project: 'passed',
        Instance: 'passed',
        State: 'passed',
        'Right to list backups': 'passed',
        'Name of the backup': 'passed',
        'Right to create backups': 'not checked',
        'Quota of backups': 'not checked',
      });
      expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  },
);

test.each(serviceIds)(
  '%s: a busy instance is a warning: the backup would wait',
  async (service) => {
    await withClient({ cloud: 'huaweicloud' }, async ({ simulator, client, findId }) => {
      const id = findId(service);
      const beganAt = Date.UTC(2026, 10, 21, 7, 59);
      simulator.seedBackup({ instanceId: id, beganAt, endsAt: beganAt + 3_600_000 });
      const report = await client.preflight(order(service, id));
      expect(verdictOf(report, 'State')).toBe('warning');
      expect(report.isReady).toBe(true);
    });
  },
);

test('an instance that does not recover by itself fails', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const id = findId('taurusdb');
    simulator.setInstance(id, { status: 'FROZEN' });
    const report = await client.preflight(order('taurusdb', id));
    expect(verdictOf(report, 'State')).toBe('failed');
    expect(report.isReady).toBe(false);
  });
});

test('an instance in a state that no page lists is a warning with that word: unknown', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const id = findId('taurusdb');
    simulator.setInstance(id, { status: 'QUIESCING' });
    const report = await client.preflight(order('taurusdb', id));
    const state = report.checks.find(({ title }) => title === 'State');
    expect(state).toMatchObject({ verdict: 'warning', text: expect.stringContaining('QUIESCING') });
    expect(state?.text).toContain('unknown');
    expect(report).toMatchObject({ isReady: true, instance: { isStateKnown: false } });
  });
});

test.each(['GeminiDB-Cassandra', 'Cassandra'])(
  'the engine counts by its word: %s is Cassandra',
  async (engine) => {
    await withClient({ cloud: 'otc' }, async ({ simulator, client, findId }) => {
      const id = findId('geminidb');
      simulator.setInstance(id, { engine });
      const report = await client.preflight(order('geminidb', id));
      expect(verdictOf(report, 'Engine')).toBe('passed');
    });
  },
);

test('GeminiDB backs up Cassandra only on OTC', () =>
  checkRows<[string, CloudId, string]>(
    [
      ['sessions', 'otc', 'passed'],
      ['documents', 'otc', 'failed'],
      ['sessions', 'huaweicloud', 'passed'],
      ['documents', 'huaweicloud', 'passed'],
    ],
    async (name, cloud, verdict) => {
      await withClient({ cloud }, async ({ client, findId }) => {
        const report = await client.preflight(order('geminidb', findId('geminidb', name)));
        expect(verdictOf(report, 'Engine')).toBe(verdict);
        expect(report.isReady).toBe(verdict === 'passed');
      });
    },
  ));

test('in a cloud that is not known the engine is not judged', async () => {
  await withClient({ region: 'moon-1', projectName: 'eu-de' }, async ({ client, findId }) => {
    const report = await client.preflight(order('geminidb', findId('geminidb', 'documents')));
    expect(verdictOf(report, 'Engine')).toBe('not checked');
    expect(report.isReady).toBe(true);
  });
});

test('a read replica fails, and its primary does not', async () => {
  await withClient({}, async ({ client, findId }) => {
    const replica = await client.preflight(order('rds', findId('rds', 'shop-replica')));
    expect(verdictOf(replica, 'Read replica')).toBe('failed');
    const primary = await client.preflight(order('rds', findId('rds', 'shop')));
    expect(verdictOf(primary, 'Read replica')).toBe('passed');
  });
});

test.each<[string, CloudId, string]>([
  ['shop', 'otc', 'failed'],
  ['reports', 'otc', 'failed'],
  ['accounts', 'otc', 'passed'],
  ['shop', 'huaweicloud', 'failed'],
  ['reports', 'huaweicloud', 'passed'],
])('single databases of %s on %s: %s', async (name, cloud, verdict) => {
  await withClient({ cloud }, async ({ client, findId }) => {
    const partial = { ...order('rds', findId('rds', name)), databases: ['one'] };
    expect(verdictOf(await client.preflight(partial), 'Engine')).toBe(verdict);
  });
});

test.each(cases)(
  '$service on $cloud: a taken name fails just where a create would be refused for it',
  async ({ service, cloud }) => {
    await withClient({ cloud }, async ({ simulator, client, findId }) => {
      const instanceId = findId(service);
      simulator.seedBackup({ instanceId, name: NAME, type: 'manual' });
      const wanted = order(service, instanceId);
      const verdict = verdictOf(await client.preflight(wanted), 'Name of the backup');
      const error = await thrownBy(client.createBackup(wanted));
      const isRefused = error instanceof Error;
      expect(verdict).toBe(isRefused ? 'failed' : 'warning');
    });
  },
);

test.each([
  ['completed', {}, 'passed'],
  ['failed', { failReason: 'no space' }, 'failed'],
])('with reuseExisting a %s backup of the name has %s', async (_, patch, verdict) => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const instanceId = findId('rds');
    simulator.seedBackup({ instanceId, name: NAME, type: 'manual', ...patch });
    const report = await client.preflight(order('rds', instanceId), { reuseExisting: true });
    expect(verdictOf(report, 'Name of the backup')).toBe(verdict);
  });
});

test('a name that another instance’s backup has is taken where the whole project can be listed', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const other = findId('dds', 'dds-efa6');
    simulator.seedBackup({ instanceId: other, name: NAME, type: 'manual' });
    const report = await client.preflight(order('dds', findId('dds', 'catalogue')));
    expect(verdictOf(report, 'Name of the backup')).toBe('failed');
  });
});

test('an instance that is not there fails once; what depends on it is not checked', async () => {
  await withClient({}, async ({ client }) => {
    const report = await client.preflight(order('taurusdb', '0'.repeat(32).concat('in07')));
    expect(report).toMatchObject({ isReady: false, instance: undefined });
    expect(verdictsOf(report)).toMatchObject({
      Login: 'passed',
      Instance: 'failed',
      State: 'not checked',
      Engine: 'not checked',
    });
  });
});

test('a project id that was given counts only once a call in it was answered', async () => {
  const projectId = 'f'.repeat(32);
  await withClient({ projectId }, async ({ client, findId }) => {
    const report = await client.preflight(order('taurusdb', findId('taurusdb')));
    expect(verdictOf(report, 'Project')).toBe('not checked');
    expect(report.isReady).toBe(false);
  });
});

test('for RDS v1 a node that is not the primary one fails', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const standby = '11111111111111111111111111111111no01';
    const id = findId('rds-v1');
    const nodes = simulator.instances.find((one) => one.id === id)?.nodes ?? [];
    const [primary] = nodes;
    if (primary === undefined) throw new Error('the instance has no node');
    simulator.setInstance(id, { nodes: [primary, { ...primary, id: standby, role: 'slave' }] });
    const refused = await client.preflight(order('rds-v1', standby));
    expect(verdictOf(refused, 'Instance')).toBe('failed');
    for (const fitting of [primary.id, id]) {
      const report = await client.preflight(order('rds-v1', fitting));
      expect(verdictOf(report, 'Instance')).not.toBe('failed');
    }
  });
});

test('an instance of another name than was given fails', async () => {
  await withClient({}, async ({ client, findId }) => {
    const wanted = order('taurusdb', findId('taurusdb', 'orders'));
    const report = await client.preflight(wanted, { instanceName: 'billing' });
    expect(verdictOf(report, 'Instance')).toBe('failed');
    expect(report.isReady).toBe(false);
  });
});

test('a refused login fails once, and all else is not checked', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    simulator.revokeTokens();
    const report = await client.preflight(order('taurusdb', findId('taurusdb')));
    expect(report.isReady).toBe(false);
    const { Login, ...others } = verdictsOf(report);
    expect(Login).toBe('failed');
    expect(Object.values(others)).not.toContain('failed');
  });
});

test('a list of backups that is forbidden fails; the name is then not checked', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    simulator.inject({ name: 'forbidden', operation: 'list' });
    const report = await client.preflight(order('taurusdb', findId('taurusdb')));
    expect(verdictsOf(report)).toMatchObject({
      Login: 'passed',
      Instance: 'passed',
      'Right to list backups': 'failed',
      'Name of the backup': 'not checked',
    });
    expect(report.isReady).toBe(false);
  });
});

test('what is wrong with the order is an input error, and nothing is sent', async () => {
  await withClient({}, async ({ simulator, client, findId }) => {
    const bad = { ...order('taurusdb', findId('taurusdb')), name: '1' };
    expect(await thrownBy(client.preflight(bad))).toMatchObject({ problems: [{ input: 'name' }] });
    expect(simulator.requests).toEqual([]);
  });
});

test('a cancellation and a deadline end it as such, and are no verdict', async () => {
  await withClient({}, async ({ simulator, client, clock, findId }) => {
    const wanted = order('taurusdb', findId('taurusdb'));
    const cancelled = client.preflight(wanted, { signal: AbortSignal.abort() });
    expect(await thrownBy(cancelled)).toHaveProperty('name', 'CancelledError');
    simulator.inject({ name: 'timeout-before', operation: 'list' });
    simulator.onRequest(() => clock.advance(60_000));
    const late = thrownBy(client.preflight(wanted, { timeoutMs: 60_000 }));
    expect(await late).toHaveProperty('name', 'DeadlineError');
  });
});
