import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createIdTokenGetter } from '../../src/action/identity-token.ts';
import { LoginError } from '../../src/index.ts';

const NAMES = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] as const;
const before = NAMES.map((name) => process.env[name]);
let stop = async () => {};

beforeEach(() => {
  process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = 'the-runner-gives-this';
});

afterEach(async () => {
  await stop();
  for (const [at, name] of NAMES.entries()) {
    const value = before[at];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** GitHub's token service, which answers like this, and what a job is told by its getter. */
async function askService(answer: RequestListener, timeoutMs?: number) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const { port } = server.address() as AddressInfo;
  process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] = `http://127.0.0.1:${port}/token?x=1`;
  const error = await createIdTokenGetter(process.env, 'aud', timeoutMs)().catch((e: unknown) => e);
  if (!(error instanceof LoginError)) throw new Error(`no LoginError: ${String(error)}`);
  return { error, host: `127.0.0.1:${port}` };
}

test.each([
  [401, false],
  [403, false],
  [404, true],
  [500, true],
])(
  'an answer of %i is told with its status, and what self-hosted runners need',
  async (status, isPassing) => {
    const { error, host } = await askService((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'no identity for you' }));
    });
    expect(error.message).toMatch(`GitHub’s identity token could not be had from ${host}: `);
    if (status !== 404) expect(error.message).toContain(`HTTP ${status} "no identity for you"`);
    expect(error.isPassing).toBe(isPassing);
    expect(error.hint).toContain(`On a self-hosted runner, check that it may reach ${host}`);
  },
);

test('a broken connection is told with its cause, and may pass', async () => {
  const { error } = await askService((request) => request.socket.destroy());
  expect(error.message).toMatch(/: "socket hang up"\.$/);
  expect(error.message).not.toContain('undefined');
  expect(error.isPassing).toBe(true);
});

test('a service that keeps silent is given up after its time, by name', async () => {
  const { error, host } = await askService(() => {}, 50);
  expect(error.message).toBe(
    `GitHub’s identity token could not be had from ${host}: "no answer within 0.05 s".`,
  );
  expect(error.isPassing).toBe(true);
});

test('a text with line breaks and commands comes out as one harmless line', async () => {
  const { error } = await askService((_, response) => {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'x\n::error::y' }));
  });
  expect(error.message).toContain('"x : :error: :y"');
});

const noToken = async (env: Readonly<Record<string, string>>) => {
  const error = await createIdTokenGetter(env, 'aud')().catch((e: unknown) => e);
  if (!(error instanceof LoginError)) throw new Error(`no LoginError: ${String(error)}`);
  return [error.message, error.hint];
};

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['GitHub', {}, /^Let the job ask .*\npermissions:\n {2}id-token: write$/],
  [
    'GitHub',
    { GITHUB_SERVER_URL: 'https://ghes.example.com' },
    /\npermissions:\n {2}id-token: write$/,
  ],
  [
    'Forgejo',
    { FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true', ACT: 'true' },
    /^Let the job, or its whole workflow, .*\nenable-openid-connect: true$/,
  ],
  ['Gitea', { GITEA_ACTIONS: 'true', ACT: 'true' }, /^Gitea does not offer identity tokens yet: /],
  ['act', { ACT: 'true' }, /^act has no identity tokens: /],
])('where %s with %j gives no token, the hint is its own', async (name, env, hint) => {
  const given = [`${name} gives this job no identity token.`, expect.stringMatching(hint)];
  expect(await noToken(env)).toEqual(given);
  // Forgejo's runner sets both, empty, where the workflow does not ask for a token.
  const empty = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' };
  expect(await noToken({ ...env, ...empty })).toEqual(given);
});

test('trouble at another server’s token service is told by its name, without GitHub’s status page', async () => {
  process.env['FORGEJO_ACTIONS'] = 'true';
  const { error, host } = await askService((request) => request.socket.destroy());
  delete process.env['FORGEJO_ACTIONS'];
  expect(error.message).toContain(`Forgejo’s identity token could not be had from ${host}: `);
  expect(error.hint).not.toContain('GitHub');
});
