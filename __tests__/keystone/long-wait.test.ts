import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Keystone, startKeystone } from '../../scripts/keystone.ts';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { BackupClient, type Credentials, StatusUnavailableError } from '../../src/index.ts';

// Keystone keeps real time, so these tests do too: its tokens live three seconds.
const TOKEN_SECONDS = 3;
const BACKUP_MS = 9_000;

const order = {
  service: 'taurusdb',
  instanceId: '07033b125fd94a8a96896f8bcfee6ddain07',
} as const;

let keystone: Keystone;
let simulator: Simulator;

beforeAll(async () => {
  keystone = await startKeystone(TOKEN_SECONDS);
  simulator = await startSimulator({
    backupMs: BACKUP_MS,
    verifyToken: (token) => keystone.verifyToken(token),
  });
});

afterAll(async () => {
  await simulator.stop();
  await keystone.stop();
});

function connect(
  credentials: Credentials,
  secrets: string[] = [],
  projectId?: string,
): BackupClient {
  return new BackupClient({
    region: keystone.projectName,
    projectId,
    iamEndpoint: keystone.iamEndpoint,
    endpoints: simulator.endpoints,
    credentials,
    log: { debug() {}, info() {}, warning() {}, secret: (secret) => secrets.push(secret) },
  });
}

const asUser = (): Credentials => ({
  kind: 'password',
  username: keystone.username,
  password: keystone.password,
  domainName: keystone.domainName,
});

test('a backup that outlives three tokens of a real Keystone is waited for to its end', async () => {
  const secrets: string[] = [];
  const client = connect(asUser(), secrets);
  const accepted = await client.createBackup({ ...order, name: 'outlives-its-tokens' });
  const completed = await client.waitForBackup(accepted, { timeoutMs: 60_000 });
  expect(completed.status).toBe('COMPLETED');
  expect(new Set(secrets).size).toBeGreaterThanOrEqual(3);
  await client.close();
});

test('a token that was given as it is ends the wait clearly when Keystone no longer knows it', async () => {
  const secrets: string[] = [];
  const user = connect(asUser(), secrets);
  const projectId = await user.findProjectId();
  const client = connect({ kind: 'token', token: secrets.at(-1) ?? '' }, [], projectId);
  // Its three seconds are enough for one call on a slow machine, too.
  const asked = { ...order, name: 'outlives-its-token' };
  const accepted = await client.createBackup(asked, { hasUniqueName: true });
  const error = await client
    .waitForBackup(accepted, { timeoutMs: 60_000 })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StatusUnavailableError);
  expect(String(error)).toContain(accepted.id);
  await Promise.all([user.close(), client.close()]);
});
