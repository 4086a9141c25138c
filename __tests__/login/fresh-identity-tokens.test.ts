import { createSign, generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import type { Credentials, LoginError } from '../../src/index.ts';
import { thrownBy } from '../support/memory-cloud.ts';
import { withClients } from '../support/simulated-client.ts';
import { START_MS } from '../support/virtual-clock.ts';

const LIFE_MS = 300_000;
const CLAIMS = { iss: 'https://issuer.test', aud: 'the-cloud', sub: 'repo:octo-org/web-shop' };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = {
  providerName: 'github',
  issuer: CLAIMS.iss,
  audience: CLAIMS.aud,
  jwks: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }],
};

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function issueToken(nowMs: number): string {
  const claims = { ...CLAIMS, exp: (nowMs + LIFE_MS) / 1000 };
  const content = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
}

type GetIdToken = () => Promise<string>;

const ways: readonly [string, (account: Account, getIdToken: GetIdToken) => Credentials][] = [
  ['oidc', (_, getIdToken) => ({ kind: 'oidc', identityProvider: 'github', getIdToken })],
  [
    'sts',
    (account, getIdToken) => {
      const { agencyUrn, providerUrn } = account;
      return { kind: 'sts', agencyUrn, providerUrn, getIdToken };
    },
  ],
];

/** Logs in while the host throttles for longer than an identity token lives. */
async function loginWhileThrottled(
  credentialsOf: (typeof ways)[number][1],
  source: (nowMs: () => number) => GetIdToken,
) {
  const ended: { error?: unknown; refusedLogins?: number; hidden?: readonly string[] } = {};
  await withClients({ cloud: 'huaweicloud', oidc: provider }, async (cloud) => {
    const { simulator, clock, connect, log } = cloud;
    for (const operation of ['oidc-login', 'sts-login'] as const) {
      const headers = { 'retry-after': '60' };
      simulator.inject({ name: 'error', operation, status: 429, body: {}, headers, times: 7 });
    }
    const login = credentialsOf(simulator.account, source(clock.epochMs));
    const client = connect(login, { cloud: 'huaweicloud', projectId: simulator.account.projectId });
    ended.error = await thrownBy(client.listBackups({ service: 'taurusdb' }));
    ended.refusedLogins = simulator.refusedLogins;
    ended.hidden = log.secrets;
    expect(clock.epochMs()).toBeGreaterThan(START_MS + LIFE_MS);
  });
  return ended;
}

test.each(ways)(
  '%s: each attempt sends a fresh identity token, and each is hidden',
  async (_, way) => {
    const issued: string[] = [];
    const { error, refusedLogins, hidden } = await loginWhileThrottled(way, (nowMs) => async () => {
      const idToken = issueToken(nowMs());
      issued.push(idToken);
      return idToken;
    });
    expect(error).toEqual([]);
    expect(refusedLogins).toBe(0);
    expect(issued).toHaveLength(8);
    expect(new Set(issued).size).toBe(8);
    expect(hidden).toEqual(expect.arrayContaining(issued));
  },
);

test.each(ways)('%s: where the token had ended, the hint says so first', async (_, way) => {
  const { error } = await loginWhileThrottled(way, (nowMs) => {
    const kept = issueToken(nowMs());
    return async () => kept;
  });
  const { name, hint } = error as LoginError;
  expect(name).toBe('LoginError');
  const end = new Date(START_MS + LIFE_MS).toISOString();
  expect(hint).toMatch(
    `The identity token had ended when it was refused, at ${end}: each login needs a fresh one. Check `,
  );
});

test.each(ways)('%s: a token of no form that is known has no end', async (_, way) => {
  const { error } = await loginWhileThrottled(way, () => async () => 'no-jwt');
  expect((error as LoginError).hint).toMatch(/^Check /);
});
