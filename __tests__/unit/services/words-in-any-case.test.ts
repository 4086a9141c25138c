import { expect, test } from '@jest/globals';
import type { ApiCall } from '../../../src/http/api-call.ts';
import type { ServiceId } from '../../../src/index.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { aBackup, INSTANCE, PROJECT, testClient } from '../../support/memory-cloud.ts';
import { answerOf } from '../../support/read-answer.ts';
import { checkRows } from '../../support/table.ts';

const read = <Answer>({ answer }: ApiCall<Answer>, body: unknown): Answer => answerOf(answer, body);

const inAnyCase = (word: string) => [
  word,
  word.toLowerCase(),
  word.toUpperCase(),
  `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`,
];

/** The words of the services' pages, in what this library makes of them. */
const BACKUPS: readonly (readonly [ServiceId, string, string])[] = serviceIds.flatMap((service) => [
  [service, 'BUILDING', 'BUILDING'],
  [service, 'COMPLETED', 'COMPLETED'],
  [service, 'FAILED', 'FAILED'],
]);
const OTHERS = [
  ['taurusdb', 'AVAILABLE', 'COMPLETED'],
  ['dds', 'DISABLED', 'DELETING'],
  ['rds', 'DELETING', 'DELETING'],
] as const;

test('the status of a backup counts in any case, and is shown as the cloud writes it', () =>
  checkRows([...BACKUPS, ...OTHERS], (service, word, status) => {
    const list = getService(service).listBackups({ projectId: PROJECT, instanceId: INSTANCE });
    for (const statusWord of inAnyCase(word)) {
      const { backups } = read(list, { backups: [{ id: 'b-1', status: statusWord }] });
      expect(backups[0]).toMatchObject({ status, statusWord });
    }
  }));

test.each(serviceIds)('%s: a wait ends green by "Completed"', async (service) => {
  const record = { id: 'b-1', status: 'Completed', type: 'Manual', backuptype: '1' };
  const { client } = testClient({
    respond: () => ({ body: { backups: [record], total_count: 1 } }),
  });
  const wait = client.waitForBackup(aBackup({ service }), { timeoutMs: 600_000 });
  expect(await wait).toMatchObject({ status: 'COMPLETED', statusWord: 'Completed' });
});

/** The instance of a list whose only entry has these fields. */
function readInstance(service: ServiceId, fields: object) {
  const list = getService(service).listInstances({ projectId: PROJECT });
  return read(list, { instances: [{ id: INSTANCE, ...fields }] }).instances[0];
}

const STATES = [
  ...(['taurusdb', 'gaussdb', 'rds', 'rds-v1'] as const).flatMap((service) => [
    [service, 'ACTIVE', { isFree: true, isStuck: false, isStateKnown: true }] as const,
    [service, 'BACKING UP', { isFree: false, isStuck: false, isStateKnown: true }] as const,
    [service, 'FROZEN', { isFree: false, isStuck: true, isStateKnown: true }] as const,
  ]),
  ...(['dds', 'geminidb'] as const).flatMap((service) => [
    [service, 'normal', { isFree: true, isStuck: false, isStateKnown: true }] as const,
    [service, 'creating', { isFree: false, isStuck: false, isStateKnown: true }] as const,
    [service, 'createfail', { isFree: false, isStuck: true, isStateKnown: true }] as const,
  ]),
];

test('the state of an instance counts in any case, and is shown as the cloud writes it', () =>
  checkRows(STATES, (service, word, expected) => {
    for (const status of inAnyCase(word))
      expect(readInstance(service, { status })).toMatchObject({ state: status, ...expected });
  }));

test('DDS: a task that does not pass by itself counts in any case', () => {
  for (const task of inAnyCase('RESTORE_FAILED_HANGUP')) {
    const instance = readInstance('dds', { status: 'normal', actions: [task] });
    expect(instance).toMatchObject({ isFree: false, isStuck: true });
  }
});

test('RDS: the state that tells of a running backup counts in any case', () => {
  const { isBackingUp } = getService('rds');
  expect(inAnyCase('BACKING UP').map((state) => isBackingUp?.({ state }))).toEqual(
    Array(4).fill(true),
  );
  expect(isBackingUp?.({ state: 'BACKING' })).toBe(false);
});

test.each(['rds', 'rds-v1'] as const)('%s: a read replica is one in any case', (service) => {
  for (const type of inAnyCase('Replica'))
    expect(readInstance(service, { type })).toHaveProperty('isReplica', true);
  expect(readInstance(service, { type: 'Ha' })).toHaveProperty('isReplica', false);
});

test('RDS v1: the primary node is the one of that role, in any case', () => {
  for (const role of inAnyCase('master')) {
    const nodes = [
      { id: 'n-2', role: 'slave' },
      { id: 'n-1', role },
    ];
    expect(readInstance('rds-v1', { nodes })).toHaveProperty('primaryNodeId', 'n-1');
  }
});

const JOBS = [
  ['taurusdb', 'Completed', 'completed'],
  ['taurusdb', 'Pending', 'running'],
  ['gaussdb', 'Running', 'running'],
  ['dds', 'Failed', 'failed'],
  ['geminidb', 'Failed', 'failed'],
] as const;

test('the status of a job counts in any case', () =>
  checkRows(JOBS, (service, word, status) => {
    const call = getService(service).findJob?.(PROJECT, 'j-1');
    if (call === undefined) throw new Error(`${service} has no jobs`);
    for (const own of inAnyCase(word)) {
      const job = { status: own };
      expect(read(call, { job, jobs: [job] })).toMatchObject({ status });
    }
  }));
