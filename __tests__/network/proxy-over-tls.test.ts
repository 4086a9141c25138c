import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { type GithubIdentity, startGithubIdentity } from '../support/github-identity.ts';
import { runStep } from '../support/run-step.ts';
import { type ForwardProxy, startForwardProxy } from './forward-proxy.ts';
import { startTlsFront, type TlsFront } from './tls-front.ts';

const CLOUD = 'gaussdb-mysql.eu-de.otc.t-systems.com';
const GITHUB = 'run.actions.githubusercontent.com';
const dir = mkdtempSync(join(tmpdir(), 'tls-'));
let github: GithubIdentity;
let simulator: Simulator;
let proxy: ForwardProxy;
let fronts: readonly [cloud: TlsFront, token: TlsFront, proxy: TlsFront];

beforeAll(async () => {
  github = await startGithubIdentity();
  simulator = await startSimulator({ backupMs: 0, cloud: 'huaweicloud', oidc: github.provider });
  proxy = await startForwardProxy();
  const start = (host: string, url = '') => {
    mkdirSync(join(dir, host));
    return startTlsFront(join(dir, host), [host], url);
  };
  fronts = [
    await start(CLOUD, simulator.endpoints['taurusdb']),
    await start(GITHUB, github.env['ACTIONS_ID_TOKEN_REQUEST_URL']),
    await start('localhost', proxy.url),
  ];
});

afterAll(async () => {
  for (const front of fronts) front.stop();
  await proxy.stop();
  await simulator.stop();
  github.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** One step behind a proxy; all of its hosts have certificates of private CAs. */
function runBehind(proxyUrl: URL, inputs = {}, env = {}) {
  const caFile = join(dir, 'all.pem');
  const texts = fronts.map((front) => readFileSync(front.caFile, 'utf8'));
  writeFileSync(caFile, texts.join('\n'));
  return runStep(simulator, 'taurusdb', {
    inputs: { cloud: 'huaweicloud', endpoint: `https://${CLOUD}:${fronts[0].port}`, ...inputs },
    env: { HTTPS_PROXY: proxyUrl.href, NODE_EXTRA_CA_CERTS: caFile, ...env },
  });
}

test('a proxy that is reached over TLS, and offers HTTP/2, opens the tunnel', async () => {
  const overTls = new URL(proxy.url.replace('http:', 'https:'));
  overTls.host = `localhost:${fronts[2].port}`;
  const before = proxy.tunnels.length;
  const step = await runBehind(overTls);
  expect(step.annotations).toEqual([]);
  expect(step.outputs).toMatchObject({ status: 'COMPLETED' });
  expect(new Set(proxy.tunnels.slice(before))).toEqual(new Set([`${CLOUD}:${fronts[0].port}`]));
});

test('an identity token is asked for through the proxy’s tunnel', async () => {
  const url = new URL(github.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  url.protocol = 'https:';
  url.host = `${GITHUB}:${fronts[1].port}`;
  const keyless = { access_key: '', secret_key: '', identity_provider: 'github' };
  const env = { ...github.env, ACTIONS_ID_TOKEN_REQUEST_URL: url.href };
  const step = await runBehind(new URL(proxy.url), keyless, env);
  expect(step.annotations).toEqual([]);
  expect(step.outputs).toMatchObject({ status: 'COMPLETED' });
  expect(proxy.tunnels).toContain(url.host);
});
