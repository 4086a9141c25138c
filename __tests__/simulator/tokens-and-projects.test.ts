import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, type Service, services, tokenEnded } from './manual-backup.ts';

test('a request without credentials is unauthorized', () =>
  withCloud(async ({ simulator }) => {
    const path = `/v3/${simulator.account.projectId}/backups`;
    const answer = await fetch(`${simulator.endpoints['taurusdb']}${path}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error_code: 'APIGW.0301',
      error_msg: expect.stringContaining('x-auth-token'),
      request_id: expect.any(String),
    });
  }));

test('the gateway’s prefix is the cloud’s', () =>
  withCloud(
    async (cloud) => {
      const headers = { 'x-auth-token': 'unknown' };
      const answer = await manualBackup(cloud, 'taurusdb', {}, { headers });
      expect(errorSummary(answer)).toBe('401 APIG.0301');
    },
    { cloud: 'huaweicloud' },
  ));

test.each(services)('%s answers an expired token with its documented code', (service) =>
  withCloud(async (cloud) => {
    const headers = { 'x-auth-token': cloud.simulator.account.expiredToken };
    const answer = await manualBackup(cloud, service, {}, { headers });
    expect(errorSummary(answer)).toBe(tokenEnded[service]);
  }),
);

const denied: Readonly<Record<Service, string>> = {
  dds: '403 DBS.280032',
  gaussdb: '403 DBS.200010',
  taurusdb: '403 DBS.200010',
  rds: '403 DBS.200010',
  'rds-v1': '403 RDS.0010',
  geminidb: '400 DBS.200010',
};
const lists: Readonly<Record<Service, string>> = {
  dds: '/v3/PROJECT/backups',
  gaussdb: '/v3/PROJECT/backups',
  taurusdb: '/v3/PROJECT/backups',
  rds: '/v3/PROJECT/backups?instance_id=x',
  'rds-v1': '/rds/v1/PROJECT/backups',
  geminidb: '/v4/PROJECT/backups',
};

test.each(services)('%s denies another project with its documented code', (service) =>
  withCloud(async ({ send, simulator }) => {
    const path = lists[service].replace('PROJECT', simulator.account.otherProjectId);
    expect(errorSummary(await send(service, `GET ${path}`))).toBe(denied[service]);
  }),
);

test('a malformed project id is told from another’s', () =>
  withCloud(async ({ send }) => {
    expect(errorSummary(await send('taurusdb', 'GET /v3/eu-de/backups'))).toBe('400 DBS.280408');
  }));

test('X-Project-Id must agree with the path', () =>
  withCloud(async (cloud) => {
    const { projectId, otherProjectId } = cloud.simulator.account;
    const other = { headers: { 'x-project-id': otherProjectId } };
    expect((await manualBackup(cloud, 'taurusdb', {}, other)).status).toBe(403);
    const same = { headers: { 'x-project-id': projectId } };
    expect((await manualBackup(cloud, 'taurusdb', {}, same)).status).toBe(201);
  }));
