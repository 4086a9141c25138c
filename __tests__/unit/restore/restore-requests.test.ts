import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BackupClient, type RestoreGuide, type ServiceId, serviceIds } from '../../../src/index.ts';
import { aBackup, HOST, MemoryDispatcher, PROJECT, TOKEN } from '../../support/memory-cloud.ts';
import { type Place, randomInstance } from '../../support/random-instances.ts';
import {
  fieldsOf,
  problemsOf,
  type RestorePage,
  restorePages,
} from '../../support/restore-pages.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

/** The guide of a completed backup, from a list that shows this instance, or none. */
async function guideOf(service: ServiceId, cloud: Place, { id }: Entry, listed?: Entry) {
  const instances = listed === undefined ? [] : [listed];
  const client = new BackupClient({
    cloud: cloud === 'huaweicloud' ? cloud : 'otc',
    region: cloud === 'otc-swiss' ? 'eu-ch2' : 'eu-de',
    endpoints: Object.fromEntries(serviceIds.map((one) => [one, HOST])),
    iamEndpoint: HOST,
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(() => ({
      body: { instances, total_count: instances.length },
    })),
  });
  const backup = aBackup({ service, id: 'backup-1', instanceId: id, status: 'COMPLETED' });
  try {
    return await client.describeRestore(backup);
  } finally {
    await client.close();
  }
}

const marksOf = ({ openFields }: RestoreGuide) => openFields.map(({ mark }) => mark);

/** What must never be copied: an order that is paid, addresses that are in use, secrets. */
const FORBIDDEN = /prePaid|period|192\.168|80\.158|data_vip|private_ips|public_ips|replicas/;

function expectRestore(page: RestorePage, guide: RestoreGuide, id: string): void {
  const { request } = guide;
  expect(request).toMatchObject({ method: 'POST', url: `${HOST}/v3/${PROJECT}/instances` });
  const fields = fieldsOf(request?.body);
  const name = page.service === 'geminidb' ? 'restore_info' : 'restore_point';
  expect(fields.get(`${name}.backup_id`)).toBe('backup-1');
  const owner = page.service === 'taurusdb' ? 'source_instance_id' : 'instance_id';
  const known = page.mandatory.includes(`${name}.${owner}`);
  expect(fields.get(`${name}.${owner}`)).toBe(known ? id : undefined);
  expect(problemsOf(page, request?.body, marksOf(guide))).toEqual([]);
  expect(JSON.stringify(request?.body)).not.toMatch(FORBIDDEN);
  const empty = [...fields].filter(([, value]) => value === '').map(([field]) => field);
  expect(empty).toEqual(fields.get('datastore.type') === 'dynamodb' ? ['datastore.version'] : []);
  expect(marksOf(guide)).toEqual(expect.arrayContaining(['<NAME>', '<PASSWORD>']));
  for (const { mark, reason, allowed } of guide.openFields) {
    expect(JSON.stringify(request?.body)).toContain(JSON.stringify(mark));
    expect([reason, allowed]).not.toContain('');
  }
}

const title = ({ service, cloud }: RestorePage) => [`${service} on ${cloud}`] as const;

test.each(restorePages.map((page) => [...title(page), page] as const))(
  '%s: what is printed of any instance is a restore that the page takes',
  async (_, page) => {
    await fc.assert(
      fc.asyncProperty(randomInstance(page.service), async (instance) => {
        const guide = await guideOf(page.service, page.cloud, instance, instance);
        expectRestore(page, guide, instance.id);
      }),
      { numRuns: 100 },
    );
  },
);

test.each(restorePages.map((page) => [...title(page), page] as const))(
  '%s: of a deleted instance all mandatory values are open, and the backup is still named',
  async (_, page) => {
    const [instance] = fc.sample(randomInstance(page.service), { numRuns: 1, seed: 1 });
    if (instance === undefined) throw new Error('no instance');
    const guide = await guideOf(page.service, page.cloud, instance);
    expectRestore(page, guide, instance.id);
    expect(guide.openFields.map(({ reason }) => reason)).toContain(
      'The instance is no longer in the list.',
    );
  },
);

test('OTC has no call that restores a backup of TaurusDB', async () => {
  const [instance] = fc.sample(randomInstance('taurusdb'), { numRuns: 1, seed: 1 });
  if (instance === undefined) throw new Error('no instance');
  const guide = await guideOf('taurusdb', 'otc', instance, instance);
  expect(guide).toMatchObject({
    request: undefined,
    whyNoRequest: 'OTC’s API pages have no call that restores a backup.',
    openFields: [],
    console: expect.stringContaining('TaurusDB → Backups → Restore'),
  });
});
