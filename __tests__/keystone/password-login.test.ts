import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Keystone, startKeystone } from '../../scripts/keystone.ts';
import { ApiError, BackupClient, LoginError, LookupError } from '../../src/index.ts';

let keystone: Keystone;

beforeAll(async () => {
  keystone = await startKeystone();
});

afterAll(() => keystone.stop());

const connect = (changes: { password?: string; projectName?: string; projectId?: string } = {}) => {
  const { iamEndpoint, username, password, domainName } = keystone;
  return new BackupClient({
    region: 'eu-de',
    projectName: changes.projectName,
    projectId: changes.projectId,
    iamEndpoint: `${iamEndpoint}/v3`,
    credentials: {
      kind: 'password',
      username,
      password: changes.password ?? password,
      domainName,
    },
  });
};

const failureOf = (client: BackupClient): Promise<unknown> =>
  client.findProjectId().then(
    () => undefined,
    (error: unknown) => error,
  );

test('a user of IAM logs in, with quotes, blanks and umlauts in the password', async () => {
  expect(await connect().findProjectId()).toBe(keystone.projectId);
});

test('the project can be another one, by its name', async () => {
  const id = await connect({ projectName: 'eu-de_backup' }).findProjectId();
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(id).not.toBe(keystone.projectId);
});

test('a wrong password and an unknown project are refused alike, so the error names both', async () => {
  for (const client of [connect({ password: 'wrong' }), connect({ projectName: 'eu-nl' })]) {
    const error = await failureOf(client);
    expect(error).toBeInstanceOf(LoginError);
    expect(error).toMatchObject({
      cause: expect.objectContaining({ name: 'ApiError', status: 401, kind: 'login' }),
      hint: expect.stringContaining('a wrong password and of an unknown project'),
    });
    expect(String(error)).not.toContain('wrong"');
  }
});

test('a scoped token finds its project by name, and tells when it ends', async () => {
  const { iamEndpoint, projectName, projectId } = keystone;
  const token = await takeToken();
  const options = { region: projectName, iamEndpoint } as const;
  const client = new BackupClient({ ...options, credentials: { kind: 'token', token } });
  expect(await client.findProjectId()).toBe(projectId);
  const leftMs = ((await client.findTokenEnd()) ?? 0) - Date.now();
  expect(leftMs).toBeGreaterThan(23 * 3_600_000);

  const credentials = { kind: 'token', token } as const;
  const stranger = new BackupClient({ ...options, projectName: 'no-such-project', credentials });
  await expect(stranger.findProjectId()).rejects.toBeInstanceOf(LookupError);
});

test('a token that Keystone does not know is refused', async () => {
  const { iamEndpoint, projectName } = keystone;
  const credentials = { kind: 'token', token: 'no-token-at-all' } as const;
  const client = new BackupClient({ region: projectName, iamEndpoint, credentials });
  await expect(client.findProjectId()).rejects.toBeInstanceOf(ApiError);
});

test('a project’s name without its domain is no address to Keystone', async () => {
  const answer = await askForToken({ project: { name: keystone.projectName } });
  expect(answer.status).toBe(400);
});

async function askForToken(scope: object): Promise<Response> {
  const { iamEndpoint, username, password, domainName } = keystone;
  const user = { name: username, password, domain: { name: domainName } };
  const identity = { methods: ['password'], password: { user } };
  return await fetch(`${iamEndpoint}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope } }),
  });
}

async function takeToken(): Promise<string> {
  const answer = await askForToken({ project: { id: keystone.projectId } });
  return answer.headers.get('x-subject-token') ?? '';
}
