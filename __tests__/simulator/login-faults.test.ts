import { expect, test } from '@jest/globals';
import type { Operation } from '../../simulator/index.ts';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { idToken, provider } from './id-token.ts';
import { logIn } from './log-in.ts';

const role = ({ agencyName, agencyDomainName }: SimulatedCloud['simulator']['account']) => ({
  methods: ['assume_role'],
  assume_role: { xrole_name: agencyName, domain_name: agencyDomainName },
});

const calls: ReadonlyArray<
  readonly [Operation, string, (cloud: SimulatedCloud) => Promise<unknown>]
> = [
  ['login', 'iam', (cloud) => logIn(cloud)],
  [
    'agency-login',
    'iam',
    ({ send, simulator }) =>
      send('iam', 'POST /v3/auth/tokens', {
        body: { auth: { identity: role(simulator.account) } },
      }),
  ],
  [
    'temporary-keys',
    'iam',
    ({ send, simulator }) =>
      send('iam', 'POST /v3.0/OS-CREDENTIAL/securitytokens', {
        body: { auth: { identity: role(simulator.account) } },
      }),
  ],
  [
    'oidc-login',
    'iam',
    ({ send }) =>
      send('iam', 'POST /v3.0/OS-AUTH/id-token/tokens', {
        body: { auth: { id_token: { id: idToken() } } },
        headers: { 'x-idp-id': 'github' },
      }),
  ],
  ['check-token', 'iam', ({ send }) => send('iam', 'GET /v3/auth/tokens')],
  [
    'sts-login',
    'sts',
    ({ send }) => send('sts', 'POST /v5/agencies/assume-with-oidc', { body: {} }),
  ],
];

test.each(calls)('%s is recorded and met by faults as that', (operation, service, call) =>
  withCloud(
    async (cloud) => {
      const { simulator } = cloud;
      simulator.inject({ name: '503', service, operation });
      await call(cloud);
      await call(cloud);
      expect(simulator.requests).toMatchObject([
        { service, operation, status: 503, fault: '503' },
        { service, operation, fault: undefined },
      ]);
      expect(simulator.requests[1]?.status).toBeLessThan(500);
    },
    { oidc: provider },
  ),
);

test('a login that is reset takes effect, or does not', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: 'reset-after', operation: 'login' });
    await expect(logIn(cloud)).rejects.toThrow('fetch failed');
    cloud.simulator.inject({ name: '500', operation: 'login' });
    expect(await logIn(cloud)).toMatchObject({ status: 500, json: { error: { code: 500 } } });
    expect((await logIn(cloud)).status).toBe(201);
  }));
