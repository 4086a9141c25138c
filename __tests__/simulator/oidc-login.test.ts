import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { badIdTokens, idToken, provider } from './id-token.ts';
import { backupsWith, tokenOf } from './log-in.ts';

const line = 'POST /v3.0/OS-AUTH/id-token/tokens';

const logInWith = ({ send }: SimulatedCloud, id: string, scope?: unknown, idp = 'github') =>
  send('iam', line, {
    body: { auth: { id_token: { id }, scope } },
    headers: { 'x-idp-id': idp },
    anonymous: true,
  });

test('an id token gives a token of a federated user', () =>
  withCloud(
    async (cloud) => {
      const { account } = cloud.simulator;
      const answer = logInWith(cloud, idToken(), { project: { id: account.projectId } });
      const federation = { identity_provider: { id: 'github' }, protocol: { id: 'oidc' } };
      expect(await answer).toMatchObject({
        status: 201,
        json: {
          token: {
            methods: ['mapped'],
            expires_at: '2026-11-22T08:00:00.000000Z',
            user: { name: provider.subject, 'OS-FEDERATION': federation },
            project: { id: account.projectId, name: 'eu-de' },
          },
        },
      });
      expect((await backupsWith(cloud, await tokenOf(answer))).status).toBe(200);
    },
    { oidc: provider },
  ));

test('the project may be named without its domain, and the scope left out', () =>
  withCloud(
    async (cloud) => {
      const named = await logInWith(cloud, idToken(), { project: { name: 'eu-de' } });
      expect(named.json).toHaveProperty('token.project.id', cloud.simulator.account.projectId);
      const unscoped = await logInWith(cloud, idToken());
      expect(unscoped.status).toBe(201);
      expect(unscoped.json).not.toHaveProperty('token.project');
      const unknown = await logInWith(cloud, idToken(), { project: { name: 'eu-nl' } });
      expect(unknown.status).toBe(401);
    },
    { oidc: provider },
  ));

const refusal = { error_code: 'IAM.0001', error_msg: expect.any(String) };

test('an id token that is wrong in any way is refused', () =>
  checkRows(badIdTokens, (_, bad) =>
    withCloud(
      async (cloud) => {
        expect(await logInWith(cloud, bad)).toMatchObject({ status: 401, json: refusal });
        expect(cloud.simulator.refusedLogins).toBe(1);
      },
      { oidc: provider },
    ),
  ));

test('an unknown provider is refused, and any where none is set up', async () => {
  await withCloud(
    async (cloud) => {
      const answer = await logInWith(cloud, idToken(), undefined, 'gitlab');
      expect(answer).toMatchObject({ status: 401, json: refusal });
    },
    { oidc: provider },
  );
  await withCloud(async (cloud) => {
    expect((await logInWith(cloud, idToken())).status).toBe(401);
  });
});

test('the id token ends by the simulator’s clock', () =>
  withCloud(
    async (cloud) => {
      cloud.later(299_999);
      expect((await logInWith(cloud, idToken())).status).toBe(201);
      cloud.later(1);
      expect((await logInWith(cloud, idToken())).status).toBe(401);
    },
    { oidc: provider },
  ));

test('without X-Idp-Id or id token the request is malformed', () =>
  withCloud(async ({ send }) => {
    const body = { auth: { id_token: { id: idToken() } } };
    const malformed = { status: 400, json: { error_code: 'IAM.0011' } };
    expect(await send('iam', line, { body })).toMatchObject(malformed);
    const headers = { 'x-idp-id': 'github' };
    expect(await send('iam', line, { body: { auth: {} }, headers })).toMatchObject(malformed);
  }));
