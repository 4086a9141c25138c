import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { type Credentials, InputError } from '../../src/index.ts';
import { TAURUS, withVirtualCloud } from './virtual-cloud.ts';

const deep = (value: unknown) => inspect(value, { depth: 20, showHidden: true, getters: true });

test('neither the client nor an error with all its causes shows a secret', async () => {
  await withVirtualCloud({}, async (cloud) => {
    const { account } = cloud.simulator;
    const { username, domainName } = account;
    const planted = 'planted-secret-of-this-test';
    const all: readonly Credentials[] = [
      { kind: 'token', token: planted },
      { kind: 'keys', accessKey: account.accessKey, secretKey: planted, securityToken: planted },
      { kind: 'password', username, password: planted, domainName },
    ];
    for (const credentials of all) {
      const client = cloud.connect(credentials);
      const error = await client.createBackup(TAURUS).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(deep(client)).not.toContain(planted);
      expect(deep(error)).not.toContain(planted);
      expect(cloud.logged.join('\n')).not.toContain(planted);
    }
  });
});

test('a broken secret is described without being shown', async () => {
  await withVirtualCloud({}, async (cloud) => {
    const connect = () => cloud.connect({ kind: 'token', token: 'planted secret' });
    expect(connect).toThrow(InputError);
    try {
      connect();
    } catch (error) {
      expect(deep(error)).not.toContain('planted secret');
    }
  });
});
