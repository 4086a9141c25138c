import { expect, jest, test } from '@jest/globals';
import { NetworkError } from '../../../src/errors/transport-errors.ts';
import { readProxySettings } from '../../../src/task/proxy.ts';

const problemOf = (env: Readonly<Record<string, string>>, addresses = {}): string => {
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    return JSON.stringify(readProxySettings(env, () => {}, addresses));
  } catch (error) {
    return String(error).split('\n').slice(1).join('\n');
  } finally {
    jest.restoreAllMocks();
  }
};

test.each([
  [
    'socks5://me:planted@proxy.test:1080',
    'HTTPS_PROXY: socks5://proxy.test:1080 is a SOCKS proxy, which is not supported: write the one of an HTTP proxy, http://host:port, or leave HTTPS_PROXY empty',
  ],
  [
    'ftp://me:planted@proxy.test',
    'HTTPS_PROXY: is not the URL of a proxy: write the one of an HTTP proxy, http://host:port, or leave HTTPS_PROXY empty',
  ],
])('%s is no proxy that works', (HTTPS_PROXY, problem) => {
  expect(problemOf({ HTTPS_PROXY })).toBe(problem);
});

const here = { rds: 'http://127.0.0.1:1' };
const broken = { HTTPS_PROXY: 'ftp://proxy.test' };

test('a proxy is not looked at where every address is loopback', () => {
  const iamEndpoint = 'http://localhost:2';
  expect(problemOf(broken, { endpoints: here, iamEndpoint })).toBe('{}');
});

test.each([
  ['nothing', {}],
  ['a service alone', { endpoints: here }],
  ['IAM alone', { iamEndpoint: 'http://localhost:2' }],
  [
    'one of two services',
    { endpoints: { ...here, dds: 'https://dds.test' }, iamEndpoint: 'http://[::1]:2' },
  ],
  [
    'all but STS',
    { endpoints: here, iamEndpoint: 'http://[::1]:2', stsEndpoint: 'https://sts.test' },
  ],
])('where %s is loopback, it is', (_, addresses) => {
  expect(problemOf(broken, addresses)).toContain('HTTPS_PROXY');
});

test.each([
  [
    'ECONNREFUSED',
    'A proxy is set (proxy.test:3128), and it could not be reached: check HTTPS_PROXY, and that the proxy runs. Where NO_PROXY names the host, no proxy was asked. Nothing listens there: check the endpoint, its port and the runner’s network.',
  ],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'A proxy is set (proxy.test:3128): where HTTPS_PROXY begins with https:// and the proxy speaks plain HTTP, write http:// there.',
  ],
])('%s through a proxy is told as the proxy’s', (code, hint) => {
  const host = 'rds.test';
  const proxy = 'proxy.test:3128';
  const fields = { host, proxy, code, purpose: 'x', mayHaveArrived: false, cause: undefined };
  expect(new NetworkError(fields).hint).toBe(hint);
});
