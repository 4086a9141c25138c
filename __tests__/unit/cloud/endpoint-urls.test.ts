import { expect, test } from '@jest/globals';
import { parseEndpointUrl, parseIamUrl } from '../../../src/cloud/endpoints.ts';
import { checkRows } from '../../support/table.ts';

test('each good address is read', () =>
  checkRows(
    [
      ['https://rds.eu-de.otc.t-systems.com', 'https://rds.eu-de.otc.t-systems.com'],
      ['https://host.test/', 'https://host.test'],
      ['https://host.test/a/b//', 'https://host.test/a/b'],
      ['https://HOST.test:8443/a', 'https://host.test:8443/a'],
      ['https://host.test:443', 'https://host.test'],
      ['http://localhost:8080', 'http://localhost:8080'],
      ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
      ['http://127.9.9.9', 'http://127.9.9.9'],
      ['http://[::1]:80', 'http://[::1]'],
      ['http://0x7f.1', 'http://127.0.0.1'],
    ],
    (text, url) => {
      expect(parseEndpointUrl(text)).toEqual({ url });
    },
  ));

const notUrl = 'is not a URL: write https:// and the host';
const base = 'must be a base URL: leave out the ? or # and what follows';
const user = 'must not hold a user or a password: give the login in its own inputs';
const path = 'has a path with other characters than letters, digits and . _ ~ / -';
const open = (host: string) => `would send the login unencrypted: write https://${host}`;

test('each bad address has its problem', () =>
  checkRows(
    [
      ['', notUrl],
      [
        'rds.eu-de.otc.t-systems.com',
        '"rds.eu-de.otc.t-systems.com" has no https:// in front: write https://rds.eu-de.otc.t-systems.com',
      ],
      ['me:hunter2@host.test', notUrl],
      ['ftp://host.test', notUrl],
      ['file:///etc/passwd', notUrl],
      ['javascript:alert(1)', notUrl],
      ['https://', notUrl],
      ['http://host.test', open('host.test')],
      ['http://127.0.0.1.evil.test', open('127.0.0.1.evil.test')],
      ['http://localhost.evil.test:80', open('localhost.evil.test')],
      ['http://10.0.0.1:8080', open('10.0.0.1:8080')],
      ['http://0.0.0.0', open('0.0.0.0')],
      ['http://127.0.0.1@evil.test', user],
      ['https://me:hunter2@host.test', user],
      ['https://host.test?', base],
      ['https://host.test/?x=1', base],
      ['https://host.test/#', base],
      ['https://host.test/a b', path],
      ['https://host.test/a%2fb', path],
      ['https://host.test/{project_id}', path],
    ],
    (text, problem) => {
      expect(parseEndpointUrl(text)).toEqual({ problem });
    },
  ));

test('IAM’s address is read without its version', () =>
  checkRows(
    [
      ['https://iam.test/v3', 'https://iam.test'],
      ['https://iam.test/v3/', 'https://iam.test'],
      ['https://iam.test/v3.0', 'https://iam.test'],
      ['https://iam.test/proxy/v3', 'https://iam.test/proxy'],
      ['https://iam.test', 'https://iam.test'],
      ['https://iam.test/v30', 'https://iam.test/v30'],
    ],
    (text, url) => {
      expect(parseIamUrl(text)).toEqual({ url });
    },
  ));

test('a wrong IAM address is told like any other', () => {
  expect(parseIamUrl('http://iam.test/v3')).toEqual({ problem: open('iam.test') });
});

test('a host that is called v3 keeps its name', () => {
  expect(parseIamUrl('https://v3')).toEqual({ url: 'https://v3' });
});
