import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { manualBackup, type Service, services } from './manual-backup.ts';

const codes: Readonly<Record<Service, object>> = {
  dds: { error_code: 'DBS.200001', error_msg: expect.any(String) },
  gaussdb: { error_code: 'DBS.200001', error_msg: expect.any(String) },
  taurusdb: { error_code: 'DBS.200001', error_msg: expect.any(String) },
  rds: { error_code: 'DBS.200001', error_msg: expect.any(String) },
  'rds-v1': { errCode: 'RDS.2067', externalMessage: expect.any(String) },
  geminidb: { error_code: 'DBS.200001', error_msg: expect.any(String) },
};

test.each(services)('%s answers 400 to malformed JSON', (service) =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, service, {}, { body: '{"name":' });
    expect(answer).toMatchObject({ status: 400, json: codes[service] });
  }),
);

test.each(services)('%s answers 400 to a body that is no object', (service) =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, service, {}, { body: '[]' });
    expect(answer).toMatchObject({ status: 400, json: codes[service] });
  }),
);

test.each(services)('%s answers 400 when a mandatory field is missing', (service) =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, service, {}, { body: {} });
    expect(answer).toMatchObject({ status: 400, json: codes[service] });
  }),
);

test.each(services)('%s answers 400 to another media type', (service) =>
  withCloud(async (cloud) => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await manualBackup(cloud, service, {}, { headers });
    expect(answer).toMatchObject({ status: 400, json: codes[service] });
  }),
);

test.each(services)('%s knows two languages only', (service) =>
  withCloud(async (cloud) => {
    const german = await manualBackup(cloud, service, {}, { headers: { 'x-language': 'de-de' } });
    expect(german).toMatchObject({ status: 400, json: codes[service] });
    const chinese = await manualBackup(cloud, service, {}, { headers: { 'x-language': 'zh-cn' } });
    expect(chinese.status).toBeLessThan(300);
  }),
);

test('GeminiDB insists on a description', () =>
  withCloud(async (cloud) => {
    const without = await manualBackup(cloud, 'geminidb', {}, { body: { name: 'backup-1' } });
    expect(without.status).toBe(400);
    const empty = await manualBackup(cloud, 'geminidb', { description: '' });
    expect(empty).toMatchObject({ status: 400, json: { error_code: 'DBS.280127' } });
  }));

test('DDS wants its fields inside backup', () =>
  withCloud(async (cloud) => {
    const fields = { instance_id: 'a89dab5e39394eccbdb77b19d57b0180in02', name: 'backup-1' };
    for (const body of [fields, { backup: 'x' }, { backup: null }, { backup: {} }]) {
      expect(await manualBackup(cloud, 'dds', {}, { body })).toMatchObject({
        status: 400,
        json: codes.dds,
      });
    }
    const wrapped = await manualBackup(cloud, 'dds', {}, { body: { backup: fields } });
    expect(wrapped.status).toBe(200);
  }));

test('a malformed instance id is told from an unknown one', () =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, 'taurusdb', { instance: 'orders' });
    expect(answer).toMatchObject({ status: 400, json: { error_code: 'DBS.280404' } });
  }));
