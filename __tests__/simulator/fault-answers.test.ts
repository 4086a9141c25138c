import { expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { type Received, withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { listOf, manualBackup, services } from './manual-backup.ts';

async function met(fault: Fault): Promise<Received> {
  const received: Received[] = [];
  await withCloud(async (cloud) => {
    cloud.simulator.inject(fault);
    received.push(await manualBackup(cloud, 'taurusdb'));
  });
  const [answer] = received;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

test('429 is the gateway’s, with Retry-After where told', async () => {
  expect(errorSummary(await met({ name: '429' }))).toBe('429 APIGW.0308');
  const { headers } = await met({ name: '429', retryAfter: '3' });
  expect(headers.get('retry-after')).toBe('3');
});

test('500 is the service’s own, 502 to 504 are a proxy’s page', async () => {
  expect(errorSummary(await met({ name: '500' }))).toBe('500 DBS.108000');
  expect((await met({ name: '502' })).text).toContain('<html>');
  expect((await met({ name: '503', retryAfter: '7' })).headers.get('retry-after')).toBe('7');
});

test('html-200 is a page where JSON is due', async () => {
  const answer = await met({ name: 'html-200' });
  expect(answer.headers.get('content-type')).toBe('text/html');
  expect(answer.json).toBeUndefined();
});

test('truncated-json with a matching length is half the JSON', async () => {
  const answer = await met({ name: 'truncated-json', matchingLength: true });
  expect(answer.text).toMatch(/^\{"backup":/);
  expect(answer.json).toBeUndefined();
});

test('no-id leaves the backup without its id', async () => {
  const { text } = await met({ name: 'no-id' });
  expect(text).toContain('"name":"backup-1"');
  expect(text).not.toContain('"id"');
});

test.each(services)('busy is what %s documents, or the code a test names', (service) =>
  withCloud(async (cloud) => {
    const busy = {
      dds: '403 DBS.201015',
      gaussdb: '409 DBS.201205',
      taurusdb: '409 DBS.201205',
      rds: '409 DBS.201205',
      'rds-v1': '409 RDS.0011',
      geminidb: '403 DBS.201014',
    };
    cloud.simulator.inject({ name: 'busy' });
    expect(errorSummary(await manualBackup(cloud, service))).toBe(busy[service]);
    cloud.simulator.inject({ name: 'busy', code: 'DBS.200047', status: 400 });
    expect((await manualBackup(cloud, service)).status).toBe(400);
  }),
);

test.each(services)('a lagging list of %s is empty once', (service) =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, service);
    cloud.simulator.inject({ name: 'lagging-list', operation: 'list' });
    expect((await listOf(cloud, service)).json).toMatchObject({ backups: [] });
    expect((await listOf(cloud, service)).json).toMatchObject({ backups: [{}] });
  }),
);

test('an answer of the test’s own comes as it is', async () => {
  const body = { error_code: 'DBS.280443', error_msg: 'slow down' };
  const answer = await met({ name: 'error', status: 429, body, headers: { 'x-note': 'own' } });
  expect(answer).toMatchObject({ status: 429, json: body });
  expect(answer.headers.get('x-note')).toBe('own');
});
