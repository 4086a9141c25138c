import { expect, test } from '@jest/globals';
import { errorSummary } from './error-summary.ts';
import { withCloud } from './simulated-cloud.ts';

test.each([
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
  'iam GET /',
])('%s is an API the gateway does not know', (line) =>
  withCloud(async ({ send }) => {
    const [service = '', ...rest] = line.split(' ');
    const answer = await send(service, rest.join(' '));
    expect(errorSummary(answer)).toBe('404 APIGW.0101');
    expect(answer.json).toMatchObject({ request_id: expect.any(String) });
  }),
);

test('every answer has a request id', () =>
  withCloud(async ({ send }) => {
    for (const line of ['GET /v3/{pid}/backups', 'GET /', 'GET /v3/{pid}/jobs']) {
      const { headers } = await send('taurusdb', line);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
  }));
