import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../../src/index.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { INSTANCE, PROJECT } from '../../support/memory-cloud.ts';
import { readBody } from '../../support/read-answer.ts';
import { checkRows } from '../../support/table.ts';

function read(service: ServiceId, body: unknown, instanceId: string = INSTANCE) {
  const { answer } = getService(service).listInstances({ projectId: PROJECT, id: instanceId });
  const readout = readBody(answer, body);
  return 'answer' in readout ? readout.answer.instances : undefined;
}

const readOne = (service: ServiceId, fields: object) =>
  read(service, { instances: [{ id: INSTANCE, name: 'db', ...fields }] });

const taurusWords =
  'BUILD,FAILED,FROZEN,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,' +
  'MIGRATING,BACKING UP,MODIFYING DATABASE PORT,STORAGE FULL';
const rdsWords =
  'BUILD,CREATE FAIL,FAILED,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,' +
  'MIGRATING,BACKING UP,MODIFYING DATABASE PORT,SHUTDOWN,FROZEN,STORAGE FULL';
const geminiWords = 'abnormal,creating,frozen,data_disk_full,createfail,enlargefail';

const gaussWords =
  'BUILD,FAILED,MODIFYING,EXPANDING,REBOOTING,UPGRADING,RESTORING,SWITCHOVER,MIGRATING,BACKING UP,' +
  'UPGRADE TO BE OBSERVED,STORAGE FULL,FROZEN,REDUCING REPLICATION';

const notFree = Object.entries({
  gaussdb: gaussWords,
  dds: geminiWords,
  taurusdb: taurusWords,
  rds: rdsWords,
  'rds-v1': rdsWords,
  geminidb: geminiWords,
} satisfies Partial<Record<ServiceId, string>>).flatMap(([service, words]) =>
  words.split(',').map((word) => [service as ServiceId, word] as const),
);

test('an instance in a documented state that is not free takes no order', () =>
  checkRows(notFree, (service, status) => {
    expect(readOne(service, { status })).toMatchObject([
      { id: INSTANCE, name: 'db', state: status, isFree: false, isStateKnown: true },
    ]);
  }));

test('an instance in its free state is free', () =>
  checkRows<[ServiceId, string]>(
    [
      ['taurusdb', 'ACTIVE'],
      ['rds', 'ACTIVE'],
      ['rds-v1', 'ACTIVE'],
      ['dds', 'normal'],
      ['gaussdb', 'ACTIVE'],
      ['geminidb', 'normal'],
    ],
    (service, status) => {
      expect(readOne(service, { status })).toMatchObject([
        { state: status, isFree: true, isStateKnown: true },
      ]);
    },
  ));

test('a word that no page lists is unknown, and not free', () =>
  checkRows<[ServiceId, unknown]>(
    [
      ['taurusdb', 'normal'],
      ['dds', 'ACTIVE'],
      ['gaussdb', 'normal'],
      ['geminidb', 'ACTIVE'],
      ['rds', 5],
      ['rds', null],
      ['rds', ''],
      ['rds', undefined],
      ['gaussdb', 'QUIESCING'],
    ],
    (service, status) => {
      expect(readOne(service, { status })).toMatchObject([
        { isFree: false, isStuck: false, isStateKnown: false },
      ]);
    },
  ));

test('a missing status word is told as unknown', () => {
  const unknown = { state: 'unknown', isFree: false, isStateKnown: false };
  expect(readOne('rds', {})).toMatchObject([unknown]);
});

test('a stuck state does not pass by itself', () =>
  checkRows<[ServiceId, string]>(
    [
      ['dds', 'frozen'],
      ['gaussdb', 'FROZEN'],
      ['geminidb', 'frozen'],
      ['rds', 'SHUTDOWN'],
      ['taurusdb', 'STORAGE FULL'],
    ],
    (service, status) => {
      expect(readOne(service, { status })).toMatchObject([{ isStuck: true, isFree: false }]);
    },
  ));

test.each(['FROZEN', 'RESTORE_FAILED_HANGUP'])('DDS: %s as a task does not pass either', (task) => {
  const found = readOne('dds', { status: 'normal', actions: ['BACKUP', task] });
  expect(found).toMatchObject([{ isStuck: true, isFree: false, isStateKnown: true }]);
});

test('DDS and GeminiDB: an instance with actions is not free', () =>
  checkRows<[unknown, string, boolean]>(
    [
      [[], 'normal', true],
      [undefined, 'normal', true],
      [null, 'normal', true],
      [['CREATE_BACKUP'], 'normal, CREATE_BACKUP', false],
      [['GROWING', 'RESTARTING'], 'normal, GROWING, RESTARTING', false],
      [[5], 'normal, a task', false],
      [[{ name: 'x' }], 'normal, a task', false],
    ],
    (actions, state, isFree) => {
      for (const service of ['dds', 'geminidb'] as const) {
        expect(readOne(service, { status: 'normal', actions })).toMatchObject([{ state, isFree }]);
      }
    },
  ));

test('GeminiDB: an instance that is not normal is not free without actions either', () => {
  const found = readOne('geminidb', { status: 'frozen', actions: [] });
  expect(found).toMatchObject([{ state: 'frozen', isFree: false }]);
});

test.each<ServiceId>(['gaussdb', 'taurusdb', 'rds', 'rds-v1'])(
  '%s has no actions to look at',
  (service) => {
    const found = readOne(service, { status: 'ACTIVE', actions: ['X'] });
    expect(found).toMatchObject([{ isFree: true }]);
  },
);

test('RDS v1: an instance is known by the ids of its nodes too', () => {
  const nodes = [
    { id: 'n-2', role: 'slave' },
    { id: 'n-1', role: 'master' },
    { id: 'a b', role: 'readreplica' },
    'x',
  ];
  expect(readOne('rds-v1', { status: 'ACTIVE', nodes })).toEqual([
    {
      id: INSTANCE,
      name: 'db',
      state: 'ACTIVE',
      isFree: true,
      engine: undefined,
      isReplica: false,
      isStuck: false,
      isStateKnown: true,
      nodeIds: ['n-2', 'n-1'],
      primaryNodeId: 'n-1',
      listed: expect.any(Function),
    },
  ]);
});

const callsThemInstances = serviceIds.filter((id) => read(id, { instances: [] }) !== undefined);

test.each(callsThemInstances)(
  '%s: an entry without a usable id is left out, whatever else there is',
  (service) => {
    const instances = [{}, null, 5, { id: 'a/b' }, { id: '' }, { id: 'x\n' }, { id: INSTANCE }];
    expect(read(service, { instances })).toMatchObject([
      { id: INSTANCE, isFree: false, nodeIds: [] },
    ]);
  },
);

test('what is no list of instances is refused', () =>
  checkRows<unknown>(
    [undefined, null, 5, 'x', [], {}, { instances: {} }, { instances: null }],
    (body) => {
      for (const service of serviceIds) {
        expect(read(service, body)).toBeUndefined();
      }
    },
  ));
