import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { keyIn, signedWith } from './temporary-key.ts';

const line = 'POST /v3.0/OS-CREDENTIAL/securitytokens';

const keys = ({ send }: SimulatedCloud, token: object = {}, headers: Record<string, string> = {}) =>
  send('iam', line, { body: { auth: { identity: { methods: ['token'], token } } }, headers });

test('a token gives keys that sign for a quarter of an hour', () =>
  withCloud(async (cloud) => {
    const answer = await keys(cloud);
    expect(answer.status).toBe(201);
    const key = keyIn(answer.json);
    expect(key.expires_at).toBe('2026-11-21T08:15:00.000000Z');
    expect(await signedWith(cloud.simulator, key)).toBe('200');
    cloud.later(899_999);
    expect(await signedWith(cloud.simulator, key)).toBe('200');
    cloud.later(1);
    expect(await signedWith(cloud.simulator, key)).toMatch(/^401 .*expired/);
  }));

test('a body that does not say it is JSON is taken, as one Go client sends it', () =>
  withCloud(async ({ simulator: { iamEndpoint, account } }) => {
    const identity = { methods: ['token'], token: { id: account.token } };
    const ask = (headers: Readonly<Record<string, string>>) => {
      const body = new TextEncoder().encode(JSON.stringify({ auth: { identity } }));
      const url = `${iamEndpoint}/v3.0/OS-CREDENTIAL/securitytokens`;
      return fetch(url, { method: 'POST', body, headers });
    };
    expect((await ask({})).status).toBe(201);
    expect((await ask({ 'content-type': 'text/plain' })).status).toBe(400);
  }));

test('the token may stand in the body, but the header wins', () =>
  withCloud(async (cloud) => {
    const { token: id, expiredToken } = cloud.simulator.account;
    const identity = { methods: ['token'], token: { id, duration_seconds: 900 } };
    const sent = { body: { auth: { identity } }, anonymous: true };
    expect((await cloud.send('iam', line, sent)).status).toBe(201);
    expect(await keys(cloud, { id }, { 'x-auth-token': expiredToken })).toMatchObject({
      status: 401,
      json: { error_code: 'IAM.0001', error_msg: expect.any(String) },
    });
  }));

test('each duration_seconds is answered as its page says', () =>
  checkRows(
    [
      [899, 400],
      [900, 201],
      [86_400, 201],
      [86_401, 400],
      [900.5, 400],
      ['900', 400],
      [null, 400],
    ],
    (duration_seconds, status) =>
      withCloud(async (cloud) => {
        const answer = await keys(cloud, { duration_seconds });
        expect(answer.status).toBe(status);
        if (status === 400) expect(answer.json).toMatchObject({ error_code: 'IAM.0011' });
      }),
  ));

test('the security token must be the key’s own', () =>
  withCloud(async (cloud) => {
    const [one, other] = [keyIn((await keys(cloud)).json), keyIn((await keys(cloud)).json)];
    const mixed = { ...one, securitytoken: other.securitytoken };
    expect(await signedWith(cloud.simulator, mixed)).toMatch(/^401 .*security token/);
    expect(await signedWith(cloud.simulator, one, { headers: {} })).toMatch(/^401/);
  }));

test('a test may set how long keys last', () =>
  withCloud(
    async (cloud) => {
      const key = keyIn((await keys(cloud, { duration_seconds: 86_400 })).json);
      expect(key.expires_at).toBe('2026-11-21T08:01:00.000000Z');
    },
    { temporaryKeySeconds: 60 },
  ));
