import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import { type Credentials, InputError } from '../../src/index.ts';
import { TAURUS, withClients } from '../support/simulated-client.ts';

const deep = (value: unknown) => inspect(value, { depth: 20, showHidden: true, getters: true });

test('neither the client nor an error with all its causes shows a secret', async () => {
  await withClients({}, async (cloud) => {
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
      expect(cloud.log.lines.join('\n')).not.toContain(planted);
    }
  });
});

test('a broken secret is described without being shown', async () => {
  await withClients({}, async (cloud) => {
    const connect = () => cloud.connect({ kind: 'token', token: 'planted secret' });
    expect(connect).toThrow(InputError);
    try {
      connect();
    } catch (error) {
      expect(deep(error)).not.toContain('planted secret');
    }
  });
});

const issued = {
  access: 'ISSUEDACCESSKEY',
  secret: 'the-issued-secret-key',
  token: 'the-issued-token',
};

test.each<[string, (account: Account) => Credentials, 'sts-login' | 'temporary-keys', object]>([
  [
    'STS',
    ({ agencyUrn, providerUrn }) => ({
      kind: 'sts',
      agencyUrn,
      providerUrn,
      getIdToken: async () => 'an-identity-token',
    }),
    'sts-login',
    {
      credentials: {
        access_key_id: issued.access,
        secret_access_key: issued.secret,
        security_token: issued.token,
      },
    },
  ],
  [
    'an agency for keys',
    ({ agencyName, agencyDomainName, accessKey, secretKey }) => ({
      kind: 'agency',
      agencyName,
      agencyDomainName,
      base: { kind: 'keys', accessKey, secretKey },
    }),
    'temporary-keys',
    {
      credential: {
        access: issued.access,
        secret: issued.secret,
        securitytoken: issued.token,
      },
    },
  ],
])('every part of what %s issues is masked before it is used', async (...row) => {
  const [, credentialsOf, operation, body] = row;
  await withClients({ cloud: 'huaweicloud' }, async ({ simulator, connect, log }) => {
    simulator.inject({ name: 'error', operation, status: 201, body });
    const masked: string[][] = [];
    simulator.onRequest((request) => {
      if (request.operation === 'projects') masked.push([...log.secrets]);
    });
    const client = connect(credentialsOf(simulator.account));
    await expect(client.findProjectId()).rejects.toBeInstanceOf(Error);
    expect(masked[0]).toEqual(expect.arrayContaining([issued.access, issued.secret, issued.token]));
  });
});
