import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MANAGE = '/usr/bin/keystone-manage';
const SERVE = '/usr/bin/keystone-wsgi-public';
const START_ATTEMPTS = 600;
const START_PAUSE_MS = 100;

/** An account of the clouds' form in a Keystone's files: making it takes as long as all tests. */
interface PreparedAccount {
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
  readonly projectName: string;
  readonly projectId: string;
}

const ACCOUNT_FILE = 'account.json';
/** The variable with the folder that each test's Keystone is a copy of. */
const PREPARED = 'KEYSTONE_PREPARED';
const DAY_SECONDS = 86_400;

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
  writeConfig(dir, DAY_SECONDS);
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

interface KeystoneServer {
  /** With `/v3`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts OpenStack's own identity service on loopback, from a folder that is ready. */
async function startServer(dir: string, port: number): Promise<KeystoneServer> {
  const url = urlAt(port);
  const server = await serve(dir, url, port);
  return {
    url,
    async stop() {
      const gone = once(server, 'exit');
      server.kill();
      await gone;
    },
  };
}

const urlAt = (port: number) => `http://127.0.0.1:${port}/v3`;

/** A running Keystone with an account like the clouds': a domain, a user, two projects. */
export interface Keystone extends PreparedAccount {
  /** Without `/v3`. */
  readonly iamEndpoint: string;
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

async function createAccount(url: string, adminPassword: string): Promise<PreparedAccount> {
  const domainName = 'OTC-EU-DE-00000000001000012345';
  const username = 'ci user';
  const password = 'p@ss w0rd "ü\' \\ß';
  const projectName = 'eu-de';
  const admin = await createAdministrator(url, adminPassword);
  const domain = await admin.create('domain', { name: domainName });
  const own = { domain_id: domain.id };
  const project = await admin.create('project', { name: projectName, ...own });
  const second = await admin.create('project', { name: 'eu-de_backup', ...own });
  const user = await admin.create('user', { name: username, password, ...own });
  const role = await admin.create('role', { name: 'te_admin' });
  for (const { id } of [project, second]) await admin.grant(`projects/${id}`, user, role);
  await admin.grant(`domains/${domain.id}`, user, role);
  return { username, password, domainName, projectName, projectId: project.id };
}

/** A folder with Keystone's files and the account; to be removed in the end. */
async function prepareKeystone(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'keystone-prepared-'));
  const port = await findFreePort();
  const adminPassword = 'only-for-this-run';
  setUp(dir, urlAt(port), adminPassword);
  const server = await startServer(dir, port);
  try {
    const account = await createAccount(server.url, adminPassword);
    writeFileSync(join(dir, ACCOUNT_FILE), JSON.stringify(account));
  } finally {
    await server.stop();
  }
  return dir;
}

/** Starts a Keystone of its own, with the account. `tokenSeconds`: how long its tokens live. */
export async function startKeystone(tokenSeconds = DAY_SECONDS): Promise<Keystone> {
  const { [PREPARED]: prepared } = process.env;
  if (prepared === undefined) throw new Error('run these tests by npm run test:keystone');
  const dir = mkdtempSync(join(tmpdir(), 'keystone-'));
  cpSync(prepared, dir, { recursive: true });
  writeConfig(dir, tokenSeconds);
  const account: PreparedAccount = JSON.parse(readFileSync(join(dir, ACCOUNT_FILE), 'utf8'));
  const server = await startServer(dir, await findFreePort());
  return {
    ...account,
    iamEndpoint: server.url.replace(/\/v3$/, ''),
    async verifyToken(token) {
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      const answer = await fetch(`${server.url}/auth/tokens`, { headers });
      if (!answer.ok) return undefined;
      const projectId = Object(await answer.json()).token?.project?.id;
      return typeof projectId === 'string' ? { projectId } : undefined;
    },
    async stop() {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Makes the account once, and runs the tests, each suite with a copy of it. */
async function runTests(): Promise<number> {
  const missing = findMissingKeystone();
  if (missing !== undefined) {
    process.stderr.write(`${missing}\n`);
    return 1;
  }
  const prepared = await prepareKeystone();
  try {
    const args = ['run', 'jest', '--', '--config', 'jest.keystone.config.js', '--runInBand'];
    const env = { ...process.env, [PREPARED]: prepared };
    return spawnSync('npm', args, { env, stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = await runTests();
