import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { badIdTokens, idToken, provider } from './id-token.ts';
import { signedWith } from './temporary-key.ts';

const assume = ({ send, simulator }: SimulatedCloud, changes: object = {}) => {
  const { providerUrn: provider_urn, agencyUrn: agency_urn } = simulator.account;
  const usual = { provider_urn, agency_urn, agency_session_name: 'run-1', id_token: idToken() };
  const body = { ...usual, ...changes };
  return send('sts', 'POST /v5/agencies/assume-with-oidc', { body, anonymous: true });
};

const withProvider = (run: (cloud: SimulatedCloud) => Promise<void>) =>
  withCloud(run, { oidc: provider, cloud: 'huaweicloud' });

test('an id token gives keys that sign for an hour', () =>
  withProvider(async (cloud) => {
    const { status, text } = await assume(cloud);
    expect(status).toBe(200);
    const { credentials } = JSON.parse(text);
    expect(credentials.expiration).toBe('2026-11-21T09:00:00.000Z');
    const key = {
      access: String(credentials.access_key_id),
      secret: String(credentials.secret_access_key),
      securitytoken: String(credentials.security_token),
    };
    expect(await signedWith(cloud.simulator, key)).toBe('200');
    cloud.later(3_600_000);
    const date = '20261121T090000Z';
    expect(await signedWith(cloud.simulator, key, { date })).toMatch(/^401 .*has expired/);
  }));

test('an id token that is wrong in any way is refused', () =>
  checkRows(badIdTokens, (_, bad) =>
    withProvider(async (cloud) => {
      expect(await assume(cloud, { id_token: bad })).toMatchObject({
        status: 401,
        json: { error_code: expect.stringMatching(/^STS5\./), error_msg: expect.any(String) },
      });
      expect(cloud.simulator.refusedLogins).toBe(1);
    }),
  ));

test('provider and agency must be the ones that were set up', () =>
  withProvider(async (cloud) => {
    expect((await assume(cloud, { provider_urn: 'iam::x:oidcProvider:y' })).status).toBe(401);
    expect((await assume(cloud, { agency_urn: 'iam::x:agency:y' })).status).toBe(403);
  }));

test('each malformed field is told', () =>
  checkRows(
    [
      ['agency_session_name', 'x'],
      ['agency_session_name', 'x'.repeat(129)],
      ['agency_session_name', undefined],
      ['provider_urn', undefined],
      ['agency_urn', 7],
      ['id_token', 'abc'],
      ['duration_seconds', 899],
      ['duration_seconds', 43_201],
    ],
    (name, value) =>
      withProvider(async (cloud) => {
        const answer = await assume(cloud, { [name]: value });
        expect(answer).toMatchObject({ status: 400, json: { error_msg: expect.any(String) } });
      }),
  ));
