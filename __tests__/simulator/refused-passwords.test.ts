import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { logIn, passwordBody } from './log-in.ts';

const wrong = (cloud: SimulatedCloud, password = 'wrong') => {
  const { account } = cloud.simulator;
  const body = passwordBody(account, { project: { id: account.projectId } }, password);
  return cloud.send('iam', 'POST /v3/auth/tokens', { body, anonymous: true });
};

test('a wrong password and an unknown project get one and the same text', () =>
  withCloud(async (cloud) => {
    const name = cloud.simulator.account.domainName;
    const refused = [
      await wrong(cloud),
      await logIn(cloud, { project: { id: 'f'.repeat(32) } }),
      await logIn(cloud, { project: { name: 'eu-nl', domain: { name } } }),
      await logIn(cloud, { project: { name: 'eu-de', domain: { name: 'another' } } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(refused.map(({ text }) => text)).size).toBe(1);
    expect(refused[0]?.json).toEqual({
      error: { code: 401, message: expect.stringMatching(/requires auth/), title: 'Unauthorized' },
    });
    expect(cloud.simulator.refusedLogins).toBe(4);
  }));

test('five wrong passwords in a row lock the user for five minutes', () =>
  withCloud(async (cloud) => {
    for (let at = 0; at < 5; at += 1) await wrong(cloud);
    expect((await logIn(cloud)).status).toBe(401);
    expect(cloud.simulator.refusedLogins).toBe(6);
    cloud.later(5 * 60_000 - 1);
    expect((await logIn(cloud)).status).toBe(401);
    cloud.later(1);
    expect((await logIn(cloud)).status).toBe(201);
  }));

test('a right password ends the row', () =>
  withCloud(async (cloud) => {
    for (let at = 0; at < 8; at += 1) {
      if (at === 4) expect((await logIn(cloud)).status).toBe(201);
      await wrong(cloud);
    }
    expect((await logIn(cloud)).status).toBe(201);
  }));

test('a refused signature counts too', () =>
  withCloud(async ({ simulator, send }) => {
    const authorization = `SDK-HMAC-SHA256 Access=${simulator.account.accessKey}, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`;
    const headers = { authorization, 'x-sdk-date': '20261121T080000Z' };
    await send('taurusdb', 'GET /v3/{pid}/backups', { headers, anonymous: true });
    expect(simulator.refusedLogins).toBe(1);
  }));
