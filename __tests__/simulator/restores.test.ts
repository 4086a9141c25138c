import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Simulator } from '../../simulator/index.ts';
import { printCommands } from '../../src/action/report/restore-commands.ts';
import type { Backup, RestoreGuide, ServiceId } from '../../src/index.ts';
import { withClient } from '../support/simulated-client.ts';

/** What is filled in, by the field. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  name: 'restored',
  password: 'Ready-4-2nite',
  flavor_ref: 'a.b.c',
  'volume.type': 'ULTRAHIGH',
  'volume.size': 4000,
  availability_zone: 'eu-de-01',
  vpc_id: 'vpc',
  subnet_id: 'subnet',
  security_group_id: 'group',
  mode: 'Cluster',
  'datastore.type': 'cassandra',
  'datastore.version': '8.0.22',
  'datastore.storage_engine': 'rocksDB',
  availability_zone_mode: 'multi',
  master_availability_zone: 'eu-de-01',
  slave_count: 1,
  'backup_strategy.start_time': '19:00-20:00',
  flavor: [{ type: 'single', num: 1, size: '40', spec_code: 'a.single' }],
  'flavor.0.num': '3',
  'flavor.0.size': '4000',
  'flavor.0.spec_code': 'a.b',
};

const ODD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'rds otc': { 'volume.type': 'CLOUDSSD' },
  'rds-v1 otc': { 'volume.type': 'CLOUDSSD' },
  'gaussdb otc': { availability_zone: 'a,b,c' },
  'gaussdb huaweicloud': { availability_zone: 'a,b,c' },
  'dds huaweicloud': {
    mode: 'Single',
    flavor: [{ type: 'single', num: '1', size: '40', spec_code: 'a.single' }],
  },
};

const WRITE = /^\(umask 077; cat > '(restore-\S+\.json)'\) <<'BODY'\n([\s\S]+)\nBODY$/;
const SEND =
  /^curl --fail-with-body -X (POST) \\\n {2}'([^']+)' \\\n {2}-H "X-Auth-Token: \$TOKEN" -H 'Content-Type: application\/json' \\\n {2}--data '@(\S+)' && \\\n {2}rm '(\S+)'$/;

/** What the printed commands send: they are read as texts, as they are copied. */
function readCommands({ request }: RestoreGuide) {
  if (request === undefined) throw new Error('no request');
  const { write, send } = printCommands(request, 'b-1');
  const [, file, body = ''] = WRITE.exec(write) ?? [];
  const [, method = '', url = '', ...files] = SEND.exec(send) ?? [];
  expect([file, ...files]).toEqual(Array(3).fill('restore-b-1.json'));
  return { method, url, body };
}

/** The body, changed in nothing but its open fields. */
function fill(guide: RestoreGuide, key: string): string {
  const answers = { ...ANSWERS, ...ODD[key] };
  return guide.openFields.reduce(
    (text, { mark, field, suggestion }) =>
      text.replace(JSON.stringify(mark), JSON.stringify(answers[field] ?? suggestion ?? mark)),
    readCommands(guide).body,
  );
}

const send = async ({ account }: Simulator, guide: RestoreGuide, body: string) => {
  const { method, url } = readCommands(guide);
  const headers = { 'x-auth-token': account.token, 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body });
  return [response.status, await response.text()] as const;
};

const zone = fc.constantFrom('eu-de-01', 'eu-de-02', 'eu-de-03');
const randomDetails = fc.record({
  port: fc.constantFrom('3306', '8000', '8635', '8100'),
  volumeType: fc.constantFrom('ULTRAHIGH', 'CLOUDSSD', 'ESSD', 'COMMON'),
  volumeSizeGb: fc.integer({ min: 1, max: 25 }).map((units) => units * 80),
  zones: fc.array(zone, { minLength: 1, maxLength: 4 }),
  backupWindow: fc.constantFrom('19:00-20:00', '08:15-09:15', ''),
  backupKeepDays: fc.oneof(fc.nat(732), fc.constantFrom(0, 36, 2562)),
  isFlexus: fc.boolean(),
  diskEncryptionId: fc.constantFrom('', '24ae42b5-4009-4ea2-b66a-0b211e424dab'),
});

const cases: readonly (readonly [ServiceId, 'otc' | 'huaweicloud'])[] = [
  ['rds', 'otc'],
  ['dds', 'otc'],
  ['gaussdb', 'otc'],
  ['geminidb', 'otc'],
  ['rds-v1', 'otc'],
  ['rds', 'huaweicloud'],
  ['dds', 'huaweicloud'],
  ['gaussdb', 'huaweicloud'],
  ['geminidb', 'huaweicloud'],
  ['taurusdb', 'huaweicloud'],
];

test.each(cases)(
  '%s on %s takes each printed request when it is filled in, and refuses it before; so of deleted instances',
  async (service, cloud) => {
    await withClient({ cloud }, async ({ simulator, client }) => {
      const own = simulator.instances.filter((one) => one.service === service && !one.replica);
      const created = service === 'taurusdb' ? 201 : 202;
      const backups: Backup[] = [];
      const expectRestore = async (guide: RestoreGuide) => {
        const { body } = readCommands(guide);
        expect((await send(simulator, guide, body))[0]).toBe(400);
        const filled = fill(guide, `${service} ${cloud}`);
        const [status, answer] = await send(simulator, guide, filled);
        expect([status, answer]).toEqual([created, expect.any(String)]);
        const { id, instance } = JSON.parse(answer);
        simulator.removeInstance(id ?? instance.id);
        const point = service === 'geminidb' ? 'restore_info' : 'restore_point';
        const empty = JSON.stringify({ ...JSON.parse(filled), [point]: undefined });
        expect((await send(simulator, guide, empty))[0]).toBe(400);
      };
      const property = fc.asyncProperty(
        fc.constantFrom(...own),
        randomDetails,
        async (instance, changes) => {
          const { isFlexus, ...details } = changes;
          simulator.setInstance(instance.id, {
            details: { ...instance.details, ...details },
            flexus: isFlexus && service === 'rds' && cloud === 'huaweicloud',
          });
          const ref = { instanceId: instance.id, type: 'manual' } as const;
          const { id } = simulator.seedBackup(ref);
          const backup = await client.getBackup({ service, id, instanceId: instance.id });
          if (backup === undefined) throw new Error('no backup');
          backups.push(backup);
          await expectRestore(await client.describeRestore(backup));
        },
      );
      await fc.assert(property, { numRuns: 100 });
      for (const { id } of own) simulator.removeInstance(id);
      const guides = await client.describeRestores(backups);
      expect(guides).toHaveLength(100);
      if (service === 'rds-v1') {
        expect(new Set(guides.map(({ request }) => request))).toEqual(new Set([undefined]));
      } else {
        for (const guide of guides) await expectRestore(guide);
      }
    });
  },
  120_000,
);

test('the simulated OTC has no such call for TaurusDB', async () => {
  await withClient({}, async ({ simulator, client }) => {
    const [instance] = simulator.instances.filter(({ service }) => service === 'taurusdb');
    const instanceId = instance?.id ?? '';
    const { id } = simulator.seedBackup({ instanceId, type: 'manual' });
    const backup = await client.getBackup({ service: 'taurusdb', id, instanceId });
    expect(backup && (await client.describeRestore(backup))).toMatchObject({ request: undefined });
    const url = `${simulator.endpoints['taurusdb']}/v3/${simulator.account.projectId}/instances`;
    const headers = { 'x-auth-token': simulator.account.token, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(404);
  });
});
