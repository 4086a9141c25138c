import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { backupsWith, logIn, passwordBody, tokenOf } from './log-in.ts';

test('a password gives a token for a day, with its project', () =>
  withCloud(async (cloud) => {
    const { projectId, domainId, domainName, username } = cloud.simulator.account;
    const { status, headers, json } = await logIn(cloud);
    const domain = { id: domainId, name: domainName };
    expect(status).toBe(201);
    expect(headers.get('x-subject-token')).toMatch(/^MII[A-Za-z0-9+/=]{1000,}$/);
    expect(json).toEqual({
      token: {
        methods: ['password'],
        issued_at: '2026-11-21T08:00:00.000000Z',
        expires_at: '2026-11-22T08:00:00.000000Z',
        user: { id: expect.any(String), name: username, domain, password_expires_at: null },
        project: { id: projectId, name: 'eu-de', domain },
        roles: [{ id: expect.any(String), name: expect.any(String) }],
      },
    });
  }));

test('the token opens the databases, and two logins give two tokens', () =>
  withCloud(async (cloud) => {
    const tokens = [await tokenOf(logIn(cloud)), await tokenOf(logIn(cloud))];
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect((await backupsWith(cloud, token)).status).toBe(200);
  }));

test('the catalogue comes unless it is not wanted', () =>
  withCloud(async ({ send, simulator }) => {
    const body = passwordBody(simulator.account, { project: { id: simulator.account.projectId } });
    const { json } = await send('iam', 'POST /v3/auth/tokens', { body, anonymous: true });
    const url = `${simulator.iamEndpoint}/v3`;
    const identity = {
      type: 'identity',
      endpoints: [expect.objectContaining({ interface: 'public', url })],
    };
    expect(json).toHaveProperty('token.catalog[0]', expect.objectContaining(identity));
  }));

test('the password has quotes, blanks and an umlaut', () =>
  withCloud(async ({ simulator }) => {
    for (const sign of ['"', "'", ' ', 'ö']) expect(simulator.account.password).toContain(sign);
  }));
