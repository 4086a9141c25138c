import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../../src/model.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { answerOf } from '../../support/read-answer.ts';
import { checkRows } from '../../support/table.ts';

/** Services whose lists have the shape that these tests write. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  taurusdb: {
    BUILDING: 'BUILDING',
    COMPLETED: 'COMPLETED',
    AVAILABLE: 'COMPLETED',
    FAILED: 'FAILED',
  },
  rds: { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED', DELETING: 'DELETING' },
  'rds-v1': {
    BUILDING: 'BUILDING',
    COMPLETED: 'COMPLETED',
    FAILED: 'FAILED',
    DELETING: 'DELETING',
  },
  dds: { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED', DISABLED: 'DELETING' },
  gaussdb: { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED', DELETING: 'DELETING' },
  geminidb: { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED' },
};

const services = serviceIds.filter((service) => service in words);

const rows = services.flatMap((service) =>
  Object.entries(words[service] ?? {}).map(([word, status]) => [service, word, status] as const),
);

function readOne(service: ServiceId, record: object) {
  const { answer } = getService(service).listBackups({ projectId: 'p' });
  return answerOf(answer, { backups: [{ id: 'b-1', ...record }] }).backups[0];
}

test('each documented word has its status', () =>
  checkRows(rows, (service, word, status) => {
    expect(readOne(service, { status: word })).toMatchObject({ status, statusWord: word });
  }));

test.each(services)('%s: any other word is UNKNOWN and kept to be shown', (service) => {
  for (const word of [
    'PAUSED',
    'constructor',
    '__proto__',
    'toString',
    'COMPLETE',
    'COMPLETED 5',
  ]) {
    expect(readOne(service, { status: word })).toMatchObject({
      status: 'UNKNOWN',
      statusWord: word,
    });
  }
  expect(readOne(service, { status: 'A\n::error::B' })).toMatchObject({
    statusWord: 'A : :error: :B',
  });
  expect(readOne(service, { status: 'X'.repeat(900) })?.statusWord).toHaveLength(60);
});

test.each(services)('%s: a missing status is UNKNOWN, without a word', (service) => {
  for (const status of [undefined, null, 5, '']) {
    expect(readOne(service, { status })).toMatchObject({
      status: 'UNKNOWN',
      statusWord: undefined,
    });
  }
});

test.each(services)('%s: a create’s answer without a status is BUILDING', (service) => {
  const order = { projectId: 'p', instanceId: 'i', name: 'n', description: 'd', databases: [] };
  const { answer } = getService(service).createBackup(order);
  const body = { backup_id: 'b-1', backup: { id: 'b-1' } };
  expect(answerOf(answer, body)).toMatchObject({
    id: 'b-1',
    status: 'BUILDING',
    statusWord: undefined,
  });
});
