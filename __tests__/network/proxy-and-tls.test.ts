import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { runStep } from '../support/run-step.ts';
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

test.each(['HTTPS_PROXY', 'https_proxy'])(
  'with %s every call to the cloud goes through the proxy’s tunnel, and loopback does not',
  async (name) => {
    const step = await runBehindProxy({ [name]: proxy.url });
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
  },
);

test.each(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY'])(
  'with %s alone, a loopback address is still asked without the proxy',
  async (name) => {
    const endpoint = simulator.endpoints['taurusdb'] ?? '';
    for (const url of [endpoint, endpoint.replace('127.0.0.1', 'localhost')]) {
      const step = await runStep(simulator, 'taurusdb', {
        inputs: { endpoint: url },
        // Nothing listens there.
        env: { [name]: 'http://127.0.0.1:1' },
      });
      expect(step.annotations).toEqual([]);
      expect(step.exitCode).toBe(0);
    }
  },
);

test.each([{ NO_PROXY: 'example.com,database.invalid' }, { no_proxy: '.invalid' }])(
  'a host in NO_PROXY is asked directly: %j',
  async (env) => {
    const step = await runStep(simulator, 'taurusdb', {
      // A name that exists nowhere, by RFC 2606: nobody is really asked.
      inputs: { endpoint: 'https://database.invalid', wait_timeout: '5s' },
      env: { HTTPS_PROXY: proxy.url, ...env },
    });
    expect(proxy.tunnels.length).toBe(tunnelsBefore);
    expect(step.exitCode).toBe(1);
    expect(step.annotations[0]?.text).toContain('No answer from database.invalid when asked');
  },
);

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

test('a proxy that is no URL is an input error without its value', async () => {
  const step = await runBehindProxy({ HTTPS_PROXY: 'socks5://user:planted@host' });
  expect(step.annotations[0]?.text).toContain(
    'HTTPS_PROXY: socks5://host is a SOCKS proxy, which is not supported',
  );
  expect(step.written).not.toContain('planted');
});
