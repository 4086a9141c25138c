import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { errorSummary } from './error-summary.ts';

test('each unknown route is an API the gateway does not know', () =>
  checkRows(
    [
      'taurusdb POST /v3/{pid}/backups',
      'taurusdb POST /mysql/v3/{pid}/backups/create',
      'taurusdb GET /v3/{pid}/backups/',
      'taurusdb PUT /v3/{pid}/backups',
      'rds POST /v3/{pid}/backups/create',
      'dds POST /v3/{pid}/backups/create',
      'dds GET /v4/{pid}/backups',
      'gaussdb GET /v3.1/{pid}/backups',
      'geminidb GET /v3/{pid}/backups',
      'geminidb POST /rds/v1/{pid}/backups',
      'iam GET /v2.0',
    ],
    (line) =>
      withCloud(async ({ send }) => {
        const [service = '', ...rest] = line.split(' ');
        const answer = await send(service, rest.join(' '));
        expect(errorSummary(answer)).toBe('404 APIGW.0101');
        expect(answer.json).toMatchObject({ request_id: expect.any(String) });
      }),
  ));

test('every answer has a request id', () =>
  withCloud(async ({ send }) => {
    for (const line of ['GET /v3/{pid}/backups', 'GET /', 'GET /v3/{pid}/jobs']) {
      const { headers } = await send('taurusdb', line);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
  }));

test.each(['GET', 'DELETE'])('RDS v1 does not know a %s without a content type', (method) =>
  withCloud(async ({ simulator }) => {
    const { account, endpoints } = simulator;
    const id = simulator.seedBackup({
      instanceId: 'c3d1f0e2a4b5463798a1b2c3d4e5f607in01',
      type: 'manual',
    }).id;
    const list = `${endpoints['rds-v1']}/rds/v1/${account.projectId}/backups`;
    const url = method === 'GET' ? list : `${list}/${id}`;
    const ask = (headers: Readonly<Record<string, string>>) =>
      fetch(url, { method, headers: { 'x-auth-token': account.token, ...headers } });
    expect((await ask({})).status).toBe(404);
    expect((await ask({ 'content-type': 'application/json' })).status).toBe(200);
  }),
);

test('the APIs of version 3 take a GET without a content type', () =>
  withCloud(async ({ simulator: { account, endpoints } }) => {
    const url = `${endpoints['taurusdb']}/v3/${account.projectId}/backups`;
    const answer = await fetch(url, { headers: { 'x-auth-token': account.token } });
    expect(answer.status).toBe(200);
  }));
