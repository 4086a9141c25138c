import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import type { BaseCredentials } from '../../src/index.ts';
import { TAURUS, withClients } from '../support/simulated-client.ts';

const bases: readonly [string, string, (account: Account) => BaseCredentials, object][] = [
  [
    'a token',
    'agency-login',
    ({ token }) => ({ kind: 'token', token }),
    { xrole_name: 'backups-for-us' },
  ],
  [
    'keys',
    'temporary-keys',
    ({ accessKey, secretKey }) => ({ kind: 'keys', accessKey, secretKey }),
    { agency_name: 'backups-for-us', duration_seconds: 3_600 },
  ],
];

test.each(bases)(
  'an agency for %s is named as the clients of both clouds name it',
  async (_, operation, baseOf, named) => {
    await withClients({}, async ({ simulator, connect }) => {
      const { agencyName, agencyDomainName } = simulator.account;
      const base = baseOf(simulator.account);
      const client = connect({ kind: 'agency', agencyName, agencyDomainName, base });
      await client.createBackup(TAURUS);
      const [request] = simulator.requests.filter((one) => one.operation === operation);
      expect(JSON.parse(request?.body ?? '{}').auth.identity).toEqual({
        methods: ['assume_role'],
        assume_role: { domain_name: agencyDomainName, ...named },
      });
    });
  },
);
