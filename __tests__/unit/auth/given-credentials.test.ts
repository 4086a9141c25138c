import { expect, test } from '@jest/globals';
import { BackupClient, type Credentials, LoginError } from '../../../src/index.ts';
import { HOST, MemoryDispatcher, PROJECT } from '../../support/memory-cloud.ts';

const list = { service: 'taurusdb', instanceId: 'i-1' } as const;

/** What a list of backups comes to with these credentials, and how many requests it took. */
async function listWith(credentials: Credentials) {
  let requests = 0;
  const respond = () => {
    requests += 1;
    return { body: { backups: [] } };
  };
  const client = new BackupClient({
    endpoints: { taurusdb: HOST },
    iamEndpoint: HOST,
    stsEndpoint: HOST,
    projectId: PROJECT,
    credentials,
    dispatcher: new MemoryDispatcher(respond),
  });
  const end = await client.listBackups(list).catch((error: unknown) => error);
  return { end, requests };
}

const SECRET = 'hunter2hunter2';

// What a program without types may give; the fields are the real ones.
const giving = (value: unknown): Credentials => JSON.parse.bind(undefined, JSON.stringify(value));

test.each<[string, unknown, RegExp]>([
  ['nothing', null, /kind must be one of token, keys/],
  ['a text', SECRET, /kind must be one of token, keys/],
  ['a kind that is none', { kind: 'password', token: SECRET }, /kind must be one of token, keys/],
  ['no token at all', { kind: 'token' }, /token is missing/],
  ['an empty token', { kind: 'token', token: '' }, /token is empty/],
  [
    'a token with a line break',
    { kind: 'token', token: `${SECRET}\n` },
    /token has an invisible character/,
  ],
  ['a token that is a number', { kind: 'token', token: 5 }, /token must be a text/],
  [
    'an end that is a text',
    { kind: 'token', token: SECRET, expiresAtMs: '5' },
    /expiresAtMs must be a number of milliseconds/,
  ],
  ['half a key', { kind: 'keys', accessKey: SECRET }, /secretKey is missing/],
  ['an empty key', { kind: 'keys', accessKey: SECRET, secretKey: '' }, /secretKey is empty/],
])(
  'a credentials function that gives %s is told what is wrong, and nothing is sent',
  async (_, value, problem) => {
    const base = giving(value);
    const agency = { kind: 'agency', agencyName: 'a', agencyDomainName: 'd' } as const;
    for (const credentials of [base, { ...agency, base }] as Credentials[]) {
      const { end, requests } = await listWith(credentials);
      expect(end).toBeInstanceOf(LoginError);
      expect(String(end)).toMatch(problem);
      expect(String(end)).not.toContain(SECRET);
      expect(requests).toBe(0);
    }
  },
);

test.each([undefined, 7, '', `${SECRET}\n`])(
  'an identity token that is none is told of, and nothing is sent (%j)',
  async (idToken) => {
    const getIdToken: () => Promise<string> = async () => JSON.parse(JSON.stringify([idToken]))[0];
    for (const credentials of [
      { kind: 'oidc', identityProvider: 'github', getIdToken },
      { kind: 'sts', agencyUrn: 'a', providerUrn: 'p', getIdToken },
    ] as const) {
      const { end, requests } = await listWith(credentials);
      expect(end).toBeInstanceOf(LoginError);
      expect(String(end)).toContain('The identity token that getIdToken gave');
      expect(String(end)).not.toContain(SECRET);
      expect(requests).toBe(0);
    }
  },
);

test('what is right is used as it is', async () => {
  const { end, requests } = await listWith(async () => ({ kind: 'token', token: SECRET }));
  expect(end).toEqual([]);
  expect(requests).toBe(1);
});
