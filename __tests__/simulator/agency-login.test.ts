import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { backupsWith, logIn, tokenOf } from './log-in.ts';

const assume = (
  { send, simulator }: SimulatedCloud,
  changes: Readonly<Record<string, unknown>> = {},
  scope: unknown = { project: { id: simulator.account.agencyProjectId } },
  token?: string,
) => {
  const { agencyName: xrole_name, agencyDomainName: domain_name } = simulator.account;
  const assume_role = { xrole_name, domain_name, ...changes };
  return send('iam', 'POST /v3/auth/tokens?nocatalog=true', {
    body: { auth: { identity: { methods: ['assume_role'], assume_role }, scope } },
    ...(token === undefined ? {} : { headers: { 'x-auth-token': token } }),
  });
};

test('an agency gives a token for the other domain’s project, and for that alone', () =>
  withCloud(async (cloud) => {
    const { account } = cloud.simulator;
    const answer = assume(cloud);
    const domain = { id: account.agencyDomainId, name: account.agencyDomainName };
    expect((await answer).json).toMatchObject({
      token: {
        methods: ['assume_role'],
        user: { name: `${account.agencyDomainName}/${account.agencyName}`, domain },
        project: { id: account.agencyProjectId, name: 'eu-de', domain },
        assumed_by: { user: { name: account.username, domain: { name: account.domainName } } },
      },
    });
    const token = await tokenOf(answer);
    expect((await backupsWith(cloud, token, account.agencyProjectId)).status).toBe(200);
    expect((await backupsWith(cloud, token)).status).toBe(403);
    const own = await tokenOf(logIn(cloud));
    expect((await backupsWith(cloud, own, account.agencyProjectId)).status).toBe(403);
  }));

test('its domain may stand in domain_id', () =>
  withCloud(async (cloud) => {
    const { agencyDomainId } = cloud.simulator.account;
    const domain = { domain_name: undefined, domain_id: agencyDomainId };
    expect((await assume(cloud, domain)).status).toBe(201);
  }));

test('its name stands in xrole_name, as clients of both clouds write it, and nowhere else', () =>
  withCloud(async (cloud) => {
    const { agencyName } = cloud.simulator.account;
    const elsewhere = { xrole_name: undefined, agency_name: agencyName };
    expect((await assume(cloud, elsewhere)).status).toBe(400);
  }));

test('the project may be named with the agency’s domain, not with one’s own', () =>
  withCloud(async (cloud) => {
    const { agencyDomainName, domainName } = cloud.simulator.account;
    const scope = (name: string) => ({ project: { name: 'eu-de', domain: { name } } });
    expect((await assume(cloud, {}, scope(agencyDomainName))).status).toBe(201);
    expect((await assume(cloud, {}, scope(domainName))).status).toBe(401);
  }));

test('an unknown agency is not found', () =>
  withCloud(async (cloud) => {
    expect((await assume(cloud, { xrole_name: 'another' })).status).toBe(404);
    expect((await assume(cloud, { domain_name: 'another' })).status).toBe(404);
    expect((await assume(cloud, { domain_name: undefined })).status).toBe(400);
  }));

test('it takes a valid token, which is not an agency’s own', () =>
  withCloud(async (cloud) => {
    expect((await assume(cloud, {}, undefined, 'unknown')).status).toBe(401);
    const { expiredToken } = cloud.simulator.account;
    expect((await assume(cloud, {}, undefined, expiredToken)).status).toBe(401);
    const token = await tokenOf(assume(cloud));
    expect((await assume(cloud, {}, undefined, token)).status).toBe(403);
  }));

test('an agency’s token lists the other domain’s projects', () =>
  withCloud(async (cloud) => {
    const headers = { 'x-auth-token': await tokenOf(assume(cloud)) };
    const { json } = await cloud.send('iam', 'GET /v3/projects?name=eu-de', { headers });
    const { agencyProjectId: id, agencyDomainId: domain_id } = cloud.simulator.account;
    expect(json).toMatchObject({ projects: [{ id, domain_id }] });
  }));
