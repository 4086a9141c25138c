import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { signedFetch } from './signed-fetch.ts';

test('a true signature is accepted, on reads and on creates', () =>
  withCloud(async ({ simulator }) => {
    expect((await signedFetch(simulator)).status).toBe(200);
    const body = '{"instance_id":"07033b125fd94a8a96896f8bcfee6ddain07","name":"backup-ü"}';
    expect((await signedFetch(simulator, { body })).status).toBe(400);
    const plain = body.replace('ü', 'u');
    expect((await signedFetch(simulator, { body: plain })).status).toBe(201);
  }));

test('a wrong secret key is refused with the server’s canonical request in the text', () =>
  withCloud(async ({ simulator }) => {
    const answer = await signedFetch(simulator, { secretKey: 'wrong' });
    expect(answer.status).toBe(401);
    const path = `/v3/${simulator.account.projectId}/backups/`;
    expect(await answer.json()).toMatchObject({
      error_code: 'APIGW.0301',
      error_msg: expect.stringContaining(`GET|${path}|limit=1|host:127.0.0.1:`),
    });
  }));

test('an unknown access key is refused', () =>
  withCloud(async ({ simulator }) => {
    expect((await signedFetch(simulator, { accessKey: 'NOBODY' })).status).toBe(401);
  }));

test.each([
  ['20261121T074459Z', 401],
  ['20261121T074500Z', 200],
  ['20261121T081500Z', 200],
  ['20261121T081501Z', 401],
  ['2026-11-21T08:00:00Z', 401],
])('a request dated %s is answered %i at 08:00:00', (date, status) =>
  withCloud(async ({ simulator }) => {
    expect((await signedFetch(simulator, { date })).status).toBe(status);
  }),
);

test('the date must be among the signed headers', () =>
  withCloud(async ({ simulator }) => {
    expect((await signedFetch(simulator, { signedHeaders: ['host'] })).status).toBe(401);
  }));

test('what is sent must be what was signed', () =>
  withCloud(async ({ simulator }) => {
    const headers = { 'x-project-id': simulator.account.projectId };
    const unsigned = { 'x-project-id': simulator.account.otherProjectId };
    expect((await signedFetch(simulator, { headers })).status).toBe(200);
    expect((await signedFetch(simulator, { headers, unsigned })).status).toBe(401);
  }));

test('a bare plus in a query is read as a blank', () =>
  withCloud(async ({ simulator }) => {
    const query = 'begin_time=2026-11-20T00:00:00+0800&end_time=2026-11-21T00:00:00+0800';
    const escaped = await signedFetch(simulator, { query: query.replaceAll('+', '%2B') });
    expect(escaped.status).toBe(200);
    expect((await signedFetch(simulator, { query })).status).toBe(400);
  }));

test('a claimed body hash must be true, unless the payload is declared unsigned', () =>
  withCloud(async ({ simulator }) => {
    const claim = (hash: string) =>
      signedFetch(simulator, { headers: { 'x-sdk-content-sha256': hash } });
    expect((await claim('0'.repeat(64))).status).toBe(401);
    expect((await claim('UNSIGNED-PAYLOAD')).status).toBe(200);
  }));

test('temporary keys need their security token, signed or not', () =>
  withCloud(async ({ simulator }) => {
    const { temporaryAccessKey: accessKey, temporarySecretKey: secretKey } = simulator.account;
    const keys = { accessKey, secretKey };
    const token = { 'x-security-token': simulator.account.securityToken };
    expect((await signedFetch(simulator, keys)).status).toBe(401);
    expect((await signedFetch(simulator, { ...keys, headers: token })).status).toBe(200);
    expect((await signedFetch(simulator, { ...keys, unsigned: token })).status).toBe(200);
    const wrong = { 'x-security-token': 'another' };
    expect((await signedFetch(simulator, { ...keys, headers: wrong })).status).toBe(401);
  }));

test('five wrong signatures in a row lock the key for five minutes', () =>
  withCloud(async ({ simulator, later }) => {
    for (let at = 0; at < 5; at += 1) await signedFetch(simulator, { secretKey: 'wrong' });
    const locked = await signedFetch(simulator);
    expect(locked.status).toBe(401);
    expect(await locked.text()).toContain('failed to reach the limit, forbidden');
    later(5 * 60_000);
    expect((await signedFetch(simulator)).status).toBe(200);
  }));

const SCOPE = '20261121///sdk_request';

test.each([
  ['otc', undefined, 200, 200],
  ['huaweicloud', undefined, 200, 401],
  ['otc', 'scoped', 401, 200],
  ['otc', 'plain', 200, 401],
  ['huaweicloud', 'either', 200, 200],
] as const)(
  'on %s with signatures: %s the plain form is answered %i and the scoped one %i',
  (cloud, signatures, plain, scoped) =>
    withCloud(
      async ({ simulator }) => {
        expect((await signedFetch(simulator)).status).toBe(plain);
        expect((await signedFetch(simulator, { scope: SCOPE })).status).toBe(scoped);
      },
      { cloud, ...(signatures && { signatures }) },
    ),
);

test('the scoped form with a region and a service is taken too, a scope of another day is not', () =>
  withCloud(async ({ simulator }) => {
    const status = async (scope: string) => (await signedFetch(simulator, { scope })).status;
    expect(await status('20261121/eu-de/gaussdb-mysql/sdk_request')).toBe(200);
    expect(await status('20261122///sdk_request')).toBe(401);
    expect(await status('20261121//sdk_request')).toBe(401);
    expect((await signedFetch(simulator, { scope: SCOPE, secretKey: 'wrong' })).status).toBe(401);
  }));

test('a form that is not taken counts as a refusal, and towards the lock of the key', () =>
  withCloud(
    async ({ simulator }) => {
      for (let at = 0; at < 5; at += 1) await signedFetch(simulator, { scope: SCOPE });
      expect(simulator.refusedLogins).toBe(5);
      expect((await signedFetch(simulator)).status).toBe(401);
    },
    { signatures: 'plain' },
  ));
