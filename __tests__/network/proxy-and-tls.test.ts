import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { createTransport } from '../../src/http/transport.ts';
import { readProxySettings } from '../../src/task/proxy.ts';
import { runStep } from '../support/run-step.ts';
import { checkRows } from '../support/table.ts';
import { type ForwardProxy, proxyPassword, startForwardProxy } from './forward-proxy.ts';
import { startTlsFront, type TlsFront } from './tls-front.ts';

const HOST = 'gaussdb-mysql.eu-de.otc.t-systems.com';
const dir = mkdtempSync(join(tmpdir(), 'tls-'));
let simulator: Simulator;
let proxy: ForwardProxy;
let front: TlsFront;

beforeAll(async () => {
  simulator = await startSimulator({ backupMs: 0 });
  proxy = await startForwardProxy();
  front = await startTlsFront(dir, [HOST], simulator.endpoints['taurusdb'] ?? '');
});

afterAll(async () => {
  front.stop();
  await proxy.stop();
  await simulator.stop();
  rmSync(dir, { recursive: true, force: true });
});

let tunnelsBefore = 0;
beforeEach(() => {
  tunnelsBefore = proxy.tunnels.length;
});

const runBehindProxy = (env: Readonly<Record<string, string>>) =>
  runStep(simulator, 'taurusdb', {
    debug: true,
    inputs: { endpoint: `https://${HOST}:${front.port}` },
    env: { NODE_EXTRA_CA_CERTS: front.caFile, ...env },
  });

test('with HTTPS_PROXY every call to the cloud goes through the proxy’s tunnel, and loopback does not', async () => {
  const step = await runBehindProxy({ HTTPS_PROXY: proxy.url });
  expect(step.annotations).toEqual([]);
  expect(step.exitCode).toBe(0);
  // IAM is on a loopback address here: it is reached without the proxy.
  expect(new Set(proxy.tunnels.slice(tunnelsBefore))).toEqual(new Set([`${HOST}:${front.port}`]));
  expect(step.requests.map(({ operation }) => operation)).toContain('projects');
  expect(step.debug.join('\n')).toContain('Connecting through the proxy 127.0.0.1:');
  expect(step.debug.join('\n')).toContain('NODE_EXTRA_CA_CERTS');
  const told = step.written.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect(told.join('\n')).not.toContain(proxyPassword);
  expect(told.join('\n')).not.toContain(encodeURIComponent(proxyPassword));
});

/** What a call of this address ends with, by the proxies of this environment. */
async function callBehind(env: Readonly<Record<string, string>>, url: string): Promise<unknown> {
  // The toolkit prints its masks; here nobody reads them.
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const transport = createTransport({ proxy: readProxySettings(env, () => {}) });
  jest.restoreAllMocks();
  const call = { method: 'GET', url: new URL(url), headers: {}, body: undefined } as const;
  try {
    const { signal } = new AbortController();
    return await transport.exchange(call, signal).catch((error: unknown) => error);
  } finally {
    await transport.close();
  }
}

// Nothing listens there.
const NOWHERE = 'http://127.0.0.1:1';

test('with any proxy a loopback address is still asked without it', () => {
  const url = simulator.endpoints['taurusdb'] ?? '';
  const urls = [url, url.replace('127.0.0.1', 'localhost')];
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'];
  const rows = names.flatMap((name) => urls.map((one) => [{ [name]: NOWHERE }, one] as const));
  return checkRows(rows, async (env, one) =>
    expect(await callBehind(env, one)).toHaveProperty('status'),
  );
});

// A name that exists nowhere, by RFC 2606: nobody is really asked.
const INVALID = 'database.invalid';

test('a host in NO_PROXY is asked directly', () =>
  checkRows([{ NO_PROXY: `example.com,${INVALID}` }, { no_proxy: '.invalid' }], async (env) => {
    const error = await callBehind({ HTTPS_PROXY: proxy.url, ...env }, `https://${INVALID}`);
    expect(proxy.tunnels.length).toBe(tunnelsBefore);
    expect(error).toMatchObject({ name: 'TransportError', tunnelProblem: undefined });
  }));

test('a host that NO_PROXY does not have is asked through the proxy', async () => {
  const env = { https_proxy: proxy.url, NO_PROXY: 'example.com' };
  await callBehind(env, `https://${INVALID}`);
  expect(proxy.tunnels.slice(tunnelsBefore)).toContain(`${INVALID}:443`);
});

test('a proxy that refuses the login is named, and its password is not', async () => {
  const wrong = proxy.url.replace(/\/\/.*@/, '//somebody:wrong-password-of-proxy@');
  const listManual = () => simulator.backups.filter(({ type }) => type === 'manual');
  const made = listManual().length;
  const step = await runBehindProxy({ HTTPS_PROXY: wrong });
  expect(step.exitCode).toBe(1);
  expect(listManual()).toHaveLength(made);
  const text = step.annotations.map((annotation) => annotation.text).join('\n');
  expect(text).toContain('proxy');
  const told = step.written.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect(told.join('\n')).not.toContain('wrong-password-of-proxy');
});

test('a certificate of an unknown CA is refused, with the variable that would make it known', async () => {
  const step = await runBehindProxy({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '' });
  expect(step.exitCode).toBe(1);
  expect(step.annotations[0]?.text).toContain('NODE_EXTRA_CA_CERTS');
});
