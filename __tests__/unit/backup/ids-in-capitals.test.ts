import { expect, test } from '@jest/globals';
import { createSharedLists } from '../../../src/backup/shared-lists.ts';
import { type ServiceId, serviceIds } from '../../../src/index.ts';
import { getService } from '../../../src/services/index.ts';
import { aBackup, type MemoryRequest, type Reply, testClient } from '../../support/memory-cloud.ts';
import { START_MS } from '../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const TWELVE_MIN_MS = 720_000;
const isOurs = (name: string) => name.startsWith('gh-');
const rule = { keepLast: 1, isOurs };
const at = (ms: number) => new Date(START_MS + ms).toISOString().replace(/\.\d+Z/, '+0000');

/** A backup as each service's list writes it, in the words of all of them. */
function entry(id: string, instanceId: string, hoursOld: number) {
  const [begin, end] = [-hoursOld * HOUR_MS, -hoursOld * HOUR_MS + TWELVE_MIN_MS].map(at);
  return {
    ...{ id, name: `gh-${id}`, instance_id: instanceId, status: 'COMPLETED' },
    ...{ type: 'manual', backuptype: '1' },
    ...{ begin_time: begin, created: begin, end_time: end, updated: end },
  };
}

/** A cloud that takes an instance's id in any case, and lists it in small letters. */
function openCloud(service: ServiceId) {
  const [suffix = 'in01'] = getService(service).instanceSuffixes.filter((one) => /^in/.test(one));
  const instanceId = `${'0123456789abcdef'.repeat(2)}${suffix}`;
  const node = `${'fedcba9876543210'.repeat(2)}no01`;
  const owner = service === 'rds-v1' ? node : instanceId;
  const backups = [1, 30, 60].map((hoursOld, index) => entry(`b-${index}`, owner, hoursOld));
  const sent: string[] = [];
  const respond = ({ method, url }: MemoryRequest): Reply => {
    const isInstances = url.pathname.endsWith('/instances') && method === 'GET';
    sent.push(`${method} ${isInstances ? 'instances' : url.pathname.split('/').at(-1)}`);
    if (method !== 'GET') return { status: 202, body: {} };
    const nodes = [{ id: node, role: 'master' }];
    return isInstances
      ? { body: { instances: [{ id: instanceId, name: 'shop', nodes }], total_count: 1 } }
      : { body: { backups, total_count: backups.length } };
  };
  const cloud = testClient({ respond, cloud: service === 'rds-v1' ? 'otc' : 'huaweicloud' });
  return { ...cloud, instanceId, capitals: instanceId.toUpperCase(), sent };
}

test.each(serviceIds)('%s: retention finds and deletes by an id in capitals', async (service) => {
  const { client, capitals, sent } = openCloud(service);
  const target = { service, instanceId: capitals };
  const old = await client.findOldBackups(target, { ...rule, keepLast: 2 });
  expect(old.map(({ id }) => id)).toEqual(['b-1', 'b-2']);
  const { deleted, kept } = await client.pruneBackups({ ...target, id: 'b-0' }, rule);
  expect([deleted.map(({ id }) => id).toSorted(), kept]).toEqual([['b-1', 'b-2'], []]);
  expect(sent.filter((what) => what.startsWith('DELETE'))).toHaveLength(2);
});

// RDS v1 knows instances by their nodes, which only the own record tells.
const byInstance = serviceIds.filter((service) => service !== 'rds-v1');

test.each(byInstance)('%s: a wait knows how long the instance’s backups took', async (service) => {
  const { client, capitals } = openCloud(service);
  const medians: unknown[] = [];
  // Not listed yet, so nothing but its own id tells whose it is.
  const backup = aBackup({ service, id: 'b-9', instanceId: capitals });
  await client
    .waitForBackup(backup, {
      timeoutMs: 120_000,
      onProgress: ({ estimate }) => void medians.push(estimate?.medianMs),
    })
    .catch(() => {});
  expect(medians).toContain(TWELVE_MIN_MS);
});

test.each(serviceIds)(
  '%s: an ending in capitals is no doubt about the service',
  async (service) => {
    const { client, capitals, log } = openCloud(service);
    const order = { service, instanceId: capitals, name: 'nightly', description: 'x' };
    await client.createBackup(order, { hasUniqueName: true }).catch(() => {});
    expect(log.lines.filter((line) => line.includes('ends like'))).toEqual([]);
  },
);

test('one of another service is a doubt in capitals too', async () => {
  const { client, capitals, log } = openCloud('taurusdb');
  const order = { service: 'rds', instanceId: capitals, name: 'nightly' } as const;
  await client.createBackup(order, { hasUniqueName: true }).catch(() => {});
  expect(log.lines.join('\n')).toContain('ends like one of TaurusDB');
});

test('RDS v1 looks a node up once, however the instance’s id is written', async () => {
  const { client, capitals, instanceId, sent } = openCloud('rds-v1');
  for (const id of [capitals, instanceId, capitals]) {
    const old = await client.findOldBackups({ service: 'rds-v1', instanceId: id }, rule);
    expect(old).toHaveLength(2);
  }
  expect(sent.filter((what) => what === 'GET instances')).toHaveLength(1);
});

test('a shared list is read once, however the instance’s id is written', async () => {
  const { client, capitals, instanceId, sent } = openCloud('rds');
  const lists = createSharedLists();
  for (const id of [capitals, instanceId]) {
    await client.findOldBackupsBy(lists, { service: 'rds', instanceId: id }, rule);
  }
  expect(sent).toHaveLength(1);
});
