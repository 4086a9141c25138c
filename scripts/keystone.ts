import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MANAGE = '/usr/bin/keystone-manage';
const SERVE = '/usr/bin/keystone-wsgi-public';
const START_ATTEMPTS = 600;
const START_PAUSE_MS = 100;

interface KeystoneServer {
  /** With `/v3`. */
  readonly url: string;
  readonly adminPassword: string;
  /** Starts again, with tokens that live this long. */
  restart(tokenSeconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** What has to be installed first, or nothing. */
function findMissingKeystone(): string | undefined {
  return [MANAGE, SERVE].every((path) => existsSync(path))
    ? undefined
    : 'A real Keystone is needed: apt-get install --no-install-recommends keystone (Debian or Ubuntu).';
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

const writeConfig = (dir: string, tokenSeconds: number) =>
  writeFileSync(
    join(dir, 'keystone.conf'),
    [
      '[DEFAULT]',
      `log_dir = ${join(dir, 'log')}`,
      '[database]',
      `connection = sqlite:///${join(dir, 'keystone.db')}`,
      '[token]',
      `expiration = ${tokenSeconds}`,
      '[fernet_tokens]',
      `key_repository = ${join(dir, 'fernet')}`,
      '[fernet_receipts]',
      `key_repository = ${join(dir, 'fernet')}`,
      '[credential]',
      `key_repository = ${join(dir, 'credential')}`,
      '[cache]',
      'enabled = false',
      '[oslo_policy]',
      `policy_file = ${join(dir, 'policy.yaml')}`,
      '',
    ].join('\n'),
  );

function setUp(dir: string, url: string, adminPassword: string): void {
  for (const folder of ['fernet', 'credential', 'log'])
    mkdirSync(join(dir, folder), { mode: 0o700 });
  // The clouds let every user list the projects; a plain Keystone keeps that for administrators.
  writeFileSync(join(dir, 'policy.yaml'), '"identity:list_projects": ""\n');
  writeConfig(dir, 86_400);
  const config = join(dir, 'keystone.conf');
  const manage = (...args: readonly string[]) =>
    execFileSync(MANAGE, ['--config-file', config, ...args], { stdio: 'ignore' });
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const keys = ['--keystone-user', userInfo().username, '--keystone-group', group];
  manage('db_sync');
  // SQLite's default journal answers "database is locked" to writes that come close together.
  const journal = `import sqlite3; sqlite3.connect(${JSON.stringify(join(dir, 'keystone.db'))}).execute('PRAGMA journal_mode=WAL')`;
  execFileSync('/usr/bin/python3', ['-c', journal], { stdio: 'ignore' });
  manage('fernet_setup', ...keys);
  manage('credential_setup', ...keys);
  const urls = ['public', 'admin', 'internal'].flatMap((kind) => [`--bootstrap-${kind}-url`, url]);
  manage(
    'bootstrap',
    '--bootstrap-password',
    adminPassword,
    '--bootstrap-region-id',
    'eu-de',
    ...urls,
  );
}

async function serve(dir: string, url: string, port: number): Promise<ChildProcess> {
  const env = {
    ...process.env,
    OS_KEYSTONE_CONFIG_DIR: dir,
    OS_KEYSTONE_CONFIG_FILES: 'keystone.conf',
  };
  const server = spawn(SERVE, ['-b', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return server;
    await pause(START_PAUSE_MS);
  }
  server.kill();
  throw new Error('Keystone did not start');
}

/** Starts OpenStack's own identity service on loopback, with an empty database. */
async function startKeystoneServer(): Promise<KeystoneServer> {
  const missing = findMissingKeystone();
  if (missing !== undefined) throw new Error(missing);
  const dir = mkdtempSync(join(tmpdir(), 'keystone-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/v3`;
  const adminPassword = 'only-for-this-run';
  setUp(dir, url, adminPassword);
  let server = await serve(dir, url, port);
  const end = async () => {
    const gone = once(server, 'exit');
    server.kill();
    await gone;
  };
  return {
    url,
    adminPassword,
    async restart(tokenSeconds) {
      await end();
      writeConfig(dir, tokenSeconds);
      server = await serve(dir, url, port);
    },
    async stop() {
      await end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A running Keystone with an account like the clouds': a domain, a user, two projects. */
export interface Keystone {
  /** Without `/v3`. */
  readonly iamEndpoint: string;
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
  readonly projectName: string;
  readonly projectId: string;
  /** The project that a token is for, if Keystone still knows the token. */
  verifyToken(token: string): Promise<{ readonly projectId: string } | undefined>;
  stop(): Promise<void>;
}

interface Entity {
  readonly id: string;
}

/** Speaks to Keystone as its administrator. */
async function createAdministrator(url: string, adminPassword: string) {
  const call = async (method: string, path: string, body: object | undefined, token: string) => {
    const headers = { 'content-type': 'application/json', 'x-auth-token': token };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...content });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const user = { name: 'admin', password: adminPassword, domain: { id: 'default' } };
  const identity = { methods: ['password'], password: { user } };
  const scope = { project: { name: 'admin', domain: { id: 'default' } } };
  const login = await call('POST', '/auth/tokens', { auth: { identity, scope } }, '');
  const token = login.headers.get('x-subject-token') ?? '';
  return {
    async create(kind: string, entity: object): Promise<Entity> {
      const answer = await call('POST', `/${kind}s`, { [kind]: entity }, token);
      return Object(await answer.json())[kind];
    },
    async grant(where: string, user: Entity, role: Entity): Promise<void> {
      await call('PUT', `/${where}/users/${user.id}/roles/${role.id}`, undefined, token);
    },
  };
}

/** Starts Keystone and makes the account. `tokenSeconds`: how long its tokens live. */
export async function startKeystone(tokenSeconds = 86_400): Promise<Keystone> {
  const server = await startKeystoneServer();
  const domainName = 'OTC-EU-DE-00000000001000012345';
  const username = 'ci user';
  const password = 'p@ss w0rd "ü\' \\ß';
  const projectName = 'eu-de';
  const admin = await createAdministrator(server.url, server.adminPassword);
  const domain = await admin.create('domain', { name: domainName });
  const own = { domain_id: domain.id };
  const project = await admin.create('project', { name: projectName, ...own });
  const second = await admin.create('project', { name: 'eu-de_backup', ...own });
  const user = await admin.create('user', { name: username, password, ...own });
  const role = await admin.create('role', { name: 'te_admin' });
  for (const { id } of [project, second]) await admin.grant(`projects/${id}`, user, role);
  await admin.grant(`domains/${domain.id}`, user, role);
  if (tokenSeconds !== 86_400) await server.restart(tokenSeconds);
  return {
    iamEndpoint: server.url.replace(/\/v3$/, ''),
    username,
    password,
    domainName,
    projectName,
    projectId: project.id,
    async verifyToken(token) {
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      const answer = await fetch(`${server.url}/auth/tokens`, { headers });
      if (!answer.ok) return undefined;
      const projectId = Object(await answer.json()).token?.project?.id;
      return typeof projectId === 'string' ? { projectId } : undefined;
    },
    stop: server.stop,
  };
}

if (import.meta.main) {
  const missing = findMissingKeystone();
  if (missing !== undefined) {
    process.stderr.write(`${missing}\n`);
    process.exitCode = 1;
  }
}
