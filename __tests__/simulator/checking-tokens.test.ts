import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { backupsWith, logIn, tokenOf } from './log-in.ts';

const line = 'GET /v3/auth/tokens?nocatalog=true';

test('a token tells its own end', () =>
  withCloud(
    async (cloud) => {
      const token = await tokenOf(logIn(cloud));
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      const answer = await cloud.send('iam', line, { headers });
      expect(answer).toMatchObject({
        status: 200,
        json: { token: { expires_at: '2026-11-21T08:01:00.000000Z', methods: ['password'] } },
      });
      expect(answer.headers.get('x-subject-token')).toBe(token);
    },
    { tokenSeconds: 60 },
  ));

test('the account’s own token may be asked about', () =>
  withCloud(async ({ send, simulator }) => {
    const headers = { 'x-subject-token': simulator.account.token };
    const { json } = await send('iam', line, { headers });
    expect(json).toMatchObject({ token: { project: { id: simulator.account.projectId } } });
  }));

test('an expired token can not ask, and can not be found', () =>
  withCloud(async ({ send, simulator }) => {
    const { expiredToken: old } = simulator.account;
    const own = { 'x-auth-token': old, 'x-subject-token': old };
    const refused = await send('iam', line, { headers: own });
    expect(refused).toMatchObject({ status: 401, json: { error: { title: 'Unauthorized' } } });
    for (const subject of [old, 'unknown']) {
      const answer = await send('iam', line, { headers: { 'x-subject-token': subject } });
      expect(answer).toMatchObject({ status: 404, json: { error: { title: 'Not Found' } } });
    }
  }));

test('X-Subject-Token is mandatory', () =>
  withCloud(async ({ send }) => {
    expect((await send('iam', line)).status).toBe(400);
  }));

test('a deleted token is refused from then on, everywhere', () =>
  withCloud(async (cloud) => {
    const token = await tokenOf(logIn(cloud));
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    const deleted = await cloud.send('iam', 'DELETE /v3/auth/tokens', { headers });
    expect(deleted).toMatchObject({ status: 204, text: '' });
    expect((await cloud.send('iam', line, { headers })).status).toBe(401);
    expect(errorSummary(await backupsWith(cloud, token))).toBe('401 APIGW.0307');
  }));
