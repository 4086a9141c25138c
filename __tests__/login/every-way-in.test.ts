import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { AUDIENCE, type GithubIdentity, startGithubIdentity } from '../support/github-identity.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_KEYS, playLogin } from './play-login.ts';

const clock = virtualClock();
let github: GithubIdentity;
let simulator: Simulator;

beforeAll(async () => {
  github = await startGithubIdentity(clock.epochMs);
  simulator = await startSimulator({
    backupMs: 0,
    cloud: 'huaweicloud',
    oidc: github.provider,
    now: clock.epochMs,
  });
});

afterAll(async () => {
  await simulator.stop();
  github.stop();
});

type Setup = Readonly<Record<string, string>>;

const logins = (): readonly (readonly [string, Setup, Setup, string])[] => {
  const { account, stsEndpoint } = simulator;
  const { username, password, domainName, agencyUrn, providerUrn } = account;
  const user = { username, password, domain_name: domainName };
  const agency = {
    agency_name: account.agencyName,
    agency_domain_name: account.agencyDomainName,
  };
  const keys = { access_key: account.accessKey, secret_key: account.secretKey };
  const sts = { agency_urn: agencyUrn, provider_urn: providerUrn, sts_endpoint: stsEndpoint };
  const oidc = { identity_provider: 'github' };
  return [
    ['a token', { ...NO_KEYS, token: account.token }, {}, account.projectId],
    ['keys', keys, {}, account.projectId],
    ['a password', { ...NO_KEYS, ...user }, {}, account.projectId],
    [
      'a password and a project id',
      { ...NO_KEYS, ...user, project_id: account.projectId },
      {},
      account.projectId,
    ],
    ['GitHub’s identity', { ...NO_KEYS, ...oidc }, github.env, account.projectId],
    [
      'GitHub’s identity with an audience',
      { ...NO_KEYS, ...oidc, oidc_audience: AUDIENCE },
      github.env,
      account.projectId,
    ],
    ['GitHub’s identity through STS', { ...NO_KEYS, ...sts }, github.env, account.projectId],
    [
      'an agency for a token',
      { ...NO_KEYS, token: account.token, ...agency },
      {},
      account.agencyProjectId,
    ],
    ['an agency for a user', { ...NO_KEYS, ...user, ...agency }, {}, account.agencyProjectId],
    [
      'an agency for a user and the project id of its account',
      { ...NO_KEYS, ...user, ...agency, project_id: account.agencyProjectId },
      {},
      account.agencyProjectId,
    ],
    ['an agency for keys', { ...keys, ...agency }, {}, account.agencyProjectId],
    [
      'an agency for GitHub’s identity',
      { ...NO_KEYS, ...oidc, ...agency },
      github.env,
      account.agencyProjectId,
    ],
    [
      'an agency for GitHub’s identity and the project id of its account',
      { ...NO_KEYS, ...oidc, ...agency, project_id: account.agencyProjectId },
      github.env,
      account.agencyProjectId,
    ],
  ];
};

test('each login completes a backup in its own project', async () => {
  await checkRows(logins(), async (_, inputs, env, projectId) => {
    const step = await playLogin(simulator, clock, {
      inputs: { cloud: 'huaweicloud', ...inputs },
      env,
    });
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
    expect(step.outputs['project_id']).toBe(projectId);
    expect(step.lines.filter((line) => line.startsWith('Logging in with'))).toHaveLength(1);
  });
  expect(simulator.refusedLogins).toBe(0);
});

test('the bundle brings the client that asks GitHub for an identity', async () => {
  const identity = await startGithubIdentity();
  await withSimulator(
    { backupMs: 0, cloud: 'huaweicloud', oidc: identity.provider },
    async (cloud) => {
      const inputs = { ...NO_KEYS, cloud: 'huaweicloud', identity_provider: 'github' };
      const step = await runStep(cloud, 'taurusdb', { inputs, env: identity.env });
      expect(step).toMatchObject({ exitCode: 0, annotations: [] });
      expect(step.masks).toEqual(expect.arrayContaining([...identity.handedOut]));
    },
  );
  identity.stop();
});

test('an audience that the provider does not know is refused, with what to check', async () => {
  const inputs = { ...NO_KEYS, identity_provider: 'github', oidc_audience: 'https://elsewhere' };
  const step = await playLogin(simulator, clock, { inputs, env: github.env });
  expect(step.exitCode).toBe(1);
  expect(step.annotations[0]?.text).toContain('The login failed. IAM refused to log in through');
  expect(step.annotations[0]?.text).toContain('the audience');
});

test('without id-token: write the error shows the two lines that are missing', async () => {
  const inputs = { ...NO_KEYS, identity_provider: 'github' };
  const step = await playLogin(simulator, clock, { inputs });
  expect(step.exitCode).toBe(1);
  expect(step.requests).toEqual([]);
  expect(step.annotations[0]?.text).toContain('permissions:\n  id-token: write');
});

test('a refused login is never tried again', async () => {
  const { username, domainName } = simulator.account;
  const before = simulator.refusedLogins;
  const inputs = { ...NO_KEYS, username, password: 'not-the-password', domain_name: domainName };
  const step = await playLogin(simulator, clock, { inputs });
  expect(step.exitCode).toBe(1);
  expect(simulator.refusedLogins - before).toBe(1);
  expect(step.annotations[0]?.text).toContain('a wrong password and of an unknown project');
});
