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

export interface KeystoneServer {
  /** With `/v3`. */
  readonly url: string;
  readonly adminPassword: string;
  /** Starts again, with tokens that live this long. */
  restart(tokenSeconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** What has to be installed first, or nothing. */
export function findMissingKeystone(): string | undefined {
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
export async function startKeystoneServer(): Promise<KeystoneServer> {
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
