import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { backupsWith, logIn, tokenOf } from './log-in.ts';

const rescope = ({ send }: SimulatedCloud, id: string, scope: unknown) =>
  send('iam', 'POST /v3/auth/tokens', {
    body: { auth: { identity: { methods: ['token'], token: { id } }, scope } },
    anonymous: true,
  });

test('a token gives one of another scope, which ends when the first one does', () =>
  withCloud(async (cloud) => {
    const { domainName: name, projectId } = cloud.simulator.account;
    const first = await tokenOf(logIn(cloud, { domain: { name } }));
    cloud.later(3_600_000);
    const answer = rescope(cloud, first, { project: { id: projectId } });
    expect((await answer).json).toMatchObject({
      token: { methods: ['password', 'token'], expires_at: '2026-11-22T08:00:00.000000Z' },
    });
    expect((await backupsWith(cloud, await tokenOf(answer))).status).toBe(200);
  }));

test('an unknown token gives none', () =>
  withCloud(async (cloud) => {
    const scope = { project: { id: cloud.simulator.account.projectId } };
    expect((await rescope(cloud, 'unknown', scope)).status).toBe(401);
    expect((await rescope(cloud, cloud.simulator.account.expiredToken, scope)).status).toBe(401);
  }));
