import { expect, test } from '@jest/globals';
import type { ApiCall } from '../../../src/http/api-call.ts';
import { serviceIds } from '../../../src/services/index.ts';
import { findInstanceMaker } from '../../../src/services/new-instance/makers.ts';
import { serviceCalls } from '../../fuzz/service-calls.ts';
import { sourceFiles } from '../../structure/imports.ts';

const projectId = '054e292c9880d4992f02c0196d3ea468';
const point = { instance_id: 'i-1', type: 'backup', backup_id: 'b-1' };

/** The calls that make an instance, on each cloud, and those that ask for its job. */
const makerCalls = serviceIds.flatMap((service): readonly ApiCall<unknown>[] => {
  const maker = findInstanceMaker(service);
  if (maker === undefined) return [];
  const path = ['v3', projectId, 'instances'];
  const body = { name: 'drill', restore_point: point };
  const what = { path, body, name: 'drill', backupId: 'b-1', clientToken: 'token' };
  const clouds = ['otc', 'huaweicloud', 'huaweicloud-eu'] as const;
  return [
    ...clouds.map((cloud) => maker.create({ ...what, cloud })),
    maker.findJob(projectId, 'j-1'),
  ];
});

const calls = [...serviceCalls.map(({ call }) => call), ...makerCalls];

/** What a call changes, by its method and path; `undefined`: nothing. */
function findChange({ method, path, body }: ApiCall<unknown>): string | undefined {
  const below = path.map((part) => (/^(v\d|rds|b-1|\w{32}|\w{32}in\d\d)$/.test(part) ? '*' : part));
  const words = below.filter((part) => part !== '*').join('/');
  if (method === 'GET') return undefined;
  if (method === 'DELETE') return path.at(-1) === 'b-1' ? `delete below ${words}` : 'delete else';
  const isRestore = typeof body === 'object' && body !== null && 'restore_point' in body;
  return isRestore ? `restore to ${words}` : `make in ${words}`;
}

test('no call that the product can build deletes an instance, changes one, or restores over one', () => {
  const changes = new Set(calls.flatMap((call) => findChange(call) ?? []));
  expect(calls.length).toBeGreaterThan(25);
  expect([...changes].sort()).toEqual([
    'delete below backups',
    'make in backups',
    'make in backups/create',
    'make in instances/backups',
    'restore to instances',
  ]);
});

test('each call that makes an instance sends the body that it is given, with its backup and source', () => {
  const bodies = makerCalls.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(bodies).toHaveLength(3);
  for (const body of bodies) expect(body).toMatchObject({ restore_point: point });
});

test('calls that change anything but a login are built in these files alone', () => {
  const builders = sourceFiles.filter(({ text }) => /method: '(POST|DELETE|PUT|PATCH)'/.test(text));
  const paths = builders.map(({ path }) => path).filter((path) => !path.startsWith('auth/'));
  expect(paths.sort()).toEqual([
    // Printed, and sent by nothing.
    'restore/describe-restores.ts',
    'restore/restore-guide.ts',
    'restore/restore-plan.ts',
    'services/calls.ts',
    'services/new-instance/rds.ts',
    'services/rds-v1.ts',
  ]);
  expect(sourceFiles.filter(({ text }) => /'(PUT|PATCH)'/.test(text))).toEqual([]);
});
