import { expect, test } from '@jest/globals';
import type { Credentials } from '../../src/index.ts';
import { type ConnectedCloud, count, withClients } from '../support/simulated-client.ts';

const LISTED = { service: 'taurusdb' } as const;

/** Lists backups with an accepted login that is refused twice, then accepted, then refused twice again. */
async function listRefusedTwiceTwice({ simulator, connect }: ConnectedCloud, login: Credentials) {
  const client = connect(login);
  await client.listBackups(LISTED);
  const body = { error_code: 'APIGW.0301', error_msg: 'x' };
  for (let round = 0; round < 2; round++) {
    const refusals = {
      name: 'error',
      service: 'taurusdb',
      operation: 'list',
      status: 401,
      body,
    } as const;
    simulator.inject({ ...refusals, times: 2 });
    expect(await client.listBackups(LISTED)).toEqual([]);
  }
  expect(simulator.requests.filter(({ status }) => status === 401)).toHaveLength(4);
}

test('three refusals give a service up only where they are in a row', () =>
  withClients({}, async (cloud) => {
    const { token } = cloud.simulator.account;
    await listRefusedTwiceTwice(cloud, { kind: 'token', token });
  }));

test('a new login that did not help once is tried again after a call was accepted', () =>
  withClients({}, async (cloud) => {
    const { username, password, domainName } = cloud.simulator.account;
    await listRefusedTwiceTwice(cloud, { kind: 'password', username, password, domainName });
    expect(count(cloud.simulator, 'login')).toBe(3);
  }));
