import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../../src/model.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { readBody } from '../../support/read-answer.ts';
import { checkRows } from '../../support/table.ts';

const order = { projectId: 'p', instanceId: 'i', name: 'n', description: 'd', databases: [] };

const read = (service: ServiceId, body: unknown) =>
  readBody(getService(service).createBackup(order).answer, body);

test.each(serviceIds)('%s: an answer without a usable backup id is never a success', (service) => {
  const bodies = [
    undefined,
    null,
    '',
    'ok',
    [],
    {},
    { backup: null, job_id: 'j' },
    { backup: { id: '' }, backup_id: '' },
    { backup: { id: 5 }, backup_id: 5 },
    { backup: { id: 'a b' }, backup_id: 'a b' },
    { backup: { id: 'x\n::error::y' }, backup_id: 'x\n::error::y' },
    { job_id: 'j', extendparam: { jobs: ['j'] } },
  ];
  for (const body of bodies) expect(read(service, body)).toHaveProperty('problem');
});

test('each create’s answer has its job', () =>
  checkRows<[ServiceId, object, string | undefined]>(
    [
      ['taurusdb', { backup: { id: 'b' }, job_id: 'j' }, 'j'],
      ['taurusdb', { backup: { id: 'b' } }, undefined],
      ['rds', { backup: { id: 'b' }, job_id: 'j' }, undefined],
      ['rds-v1', { backup: { id: 'b' }, extendparam: { jobs: ['j', 'k'] } }, 'j'],
      ['rds-v1', { backup: { id: 'b' }, extendparam: { jobs: 'j' } }, 'j'],
      ['rds-v1', { backup: { id: 'b' }, extendparam: { jobs: [] } }, undefined],
      ['rds-v1', { backup: { id: 'b' }, extendparam: null }, undefined],
      ['dds', { backup_id: 'b', job_id: 'j' }, 'j'],
      ['dds', { backup_id: 'b' }, undefined],
      ['gaussdb', { backup: { id: 'b' }, job_id: 'j' }, 'j'],
      ['gaussdb', { backup: { id: 'b' } }, undefined],
      ['geminidb', { backup_id: 'b', job_id: 'j' }, 'j'],
      ['geminidb', { backup_id: 'b' }, undefined],
      ['geminidb', { backup_id: 'b', job_id: 'j k' }, undefined],
    ],
    (service, body, jobId) => {
      expect(read(service, body)).toMatchObject({ answer: { id: 'b', jobId } });
    },
  ));
