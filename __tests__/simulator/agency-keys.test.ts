import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { signedFetch } from './signed-fetch.ts';
import { keyIn, signedWith } from './temporary-key.ts';

const path = '/v3.0/OS-CREDENTIAL/securitytokens';

const body = ({ simulator }: SimulatedCloud) => {
  const { agencyName: agency_name, agencyDomainName: domain_name } = simulator.account;
  const assume_role = { agency_name, domain_name, duration_seconds: 3600 };
  return { auth: { identity: { methods: ['assume_role'], assume_role } } };
};

test('an agency’s keys open the other domain’s project, and that alone', () =>
  withCloud(async (cloud) => {
    const { simulator, send } = cloud;
    const key = keyIn((await send('iam', `POST ${path}`, { body: body(cloud) })).json);
    const { agencyProjectId: projectId } = simulator.account;
    expect(key.expires_at).toBe('2026-11-21T09:00:00.000000Z');
    expect(await signedWith(simulator, key, { projectId })).toBe('200');
    expect(await signedWith(simulator, key)).toMatch(/^403/);
    const projects = await signedFetch(simulator, {
      accessKey: key.access,
      secretKey: key.secret,
      headers: { 'x-security-token': key.securitytoken },
      base: simulator.iamEndpoint,
      path: '/v3/projects',
      query: 'name=eu-de',
    });
    expect(await projects.json()).toMatchObject({ projects: [{ id: projectId }] });
  }));

test('a signed request gets them without any token', () =>
  withCloud(async (cloud) => {
    const { simulator } = cloud;
    const request = { base: simulator.iamEndpoint, path, body: JSON.stringify(body(cloud)) };
    const answer = await signedFetch(simulator, { ...request, query: '' });
    expect(answer.status).toBe(201);
    const { agencyProjectId: projectId } = simulator.account;
    expect(await signedWith(simulator, keyIn(await answer.json()), { projectId })).toBe('200');
    const refused = await signedFetch(simulator, { ...request, query: '', secretKey: 'wrong' });
    expect(refused.status).toBe(401);
  }));

test('the agency’s name stands in agency_name here', () =>
  withCloud(async (cloud) => {
    const { agencyName: xrole_name, agencyDomainName: domain_name } = cloud.simulator.account;
    const identity = { methods: ['assume_role'], assume_role: { xrole_name, domain_name } };
    const answer = await cloud.send('iam', `POST ${path}`, { body: { auth: { identity } } });
    expect(answer.status).toBe(400);
  }));

test('an agency’s token needs a token: a signature does not do', () =>
  withCloud(async (cloud) => {
    const { simulator } = cloud;
    const request = { base: simulator.iamEndpoint, path: '/v3/auth/tokens', query: '' };
    const answer = await signedFetch(simulator, { ...request, body: JSON.stringify(body(cloud)) });
    expect(answer.status).toBe(401);
  }));

test('without any proof there are none', () =>
  withCloud(async (cloud) => {
    const sent = { body: body(cloud), anonymous: true };
    expect((await cloud.send('iam', `POST ${path}`, sent)).status).toBe(401);
  }));
