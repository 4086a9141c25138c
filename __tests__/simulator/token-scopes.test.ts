import { expect, test } from '@jest/globals';
import { type Account, startSimulator } from '../../simulator/index.ts';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { backupsWith, logIn, tokenOf } from './log-in.ts';

const byName = (account: Account, name: string) => ({
  project: { name, domain: { name: account.domainName } },
});

test('a project may be named together with its domain, by name or id', () =>
  withCloud(async (cloud) => {
    const { account } = cloud.simulator;
    const project = { id: account.projectId, name: account.projectName };
    const answer = await logIn(cloud, byName(account, 'eu-de'));
    expect(answer.json).toMatchObject({ token: { project } });
    const domain = { id: account.domainId };
    const other = await logIn(cloud, { project: { name: 'eu-de_staging', domain } });
    expect(other.json).toMatchObject({ token: { project: { id: account.otherProjectId } } });
  }));

test('a project’s name alone is enough, as the examples of the databases’ pages have it', () =>
  withCloud(async (cloud) => {
    const { projectId: id } = cloud.simulator.account;
    const answer = await logIn(cloud, { project: { name: 'eu-de' } });
    expect(answer).toMatchObject({ status: 201, json: { token: { project: { id } } } });
    expect((await logIn(cloud, { project: { name: 'eu-nl' } })).status).toBe(401);
  }));

test('where a scope has project and domain, the project is used', () =>
  withCloud(async (cloud) => {
    const { projectId: id, domainName: name } = cloud.simulator.account;
    const { json } = await logIn(cloud, { project: { id }, domain: { name } });
    expect(json).toMatchObject({ token: { project: { id } } });
    expect(json).not.toHaveProperty('token.domain');
  }));

test('a token of another project is denied the databases of this one', () =>
  withCloud(async (cloud) => {
    const { otherProjectId } = cloud.simulator.account;
    const token = await tokenOf(logIn(cloud, { project: { id: otherProjectId } }));
    expect(errorSummary(await backupsWith(cloud, token))).toBe('403 DBS.200010');
    const own = await backupsWith(cloud, token, otherProjectId);
    expect(own.json).toMatchObject({ backups: [], total_count: 0 });
    const headers = { 'x-auth-token': token };
    const instances = await cloud.send('rds', `GET /v3/${otherProjectId}/instances`, { headers });
    expect(instances.json).toMatchObject({ instances: [] });
  }));

test.each(['domain', 'nothing'])('a token for %s opens no project', (scope) =>
  withCloud(async (cloud) => {
    const { domainName: name, projectId } = cloud.simulator.account;
    const body = scope === 'domain' ? { domain: { name } } : undefined;
    const { iamEndpoint, account } = cloud.simulator;
    const identity = {
      methods: ['password'],
      password: { user: { name: account.username, password: account.password, domain: { name } } },
    };
    const response = await fetch(`${iamEndpoint}/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=utf8' },
      body: JSON.stringify({ auth: { identity, scope: body } }),
    });
    expect(await response.json()).not.toHaveProperty('token.project');
    const token = response.headers.get('x-subject-token') ?? '';
    expect((await backupsWith(cloud, token, projectId)).status).toBe(403);
    const headers = { 'x-auth-token': token };
    const { json } = await cloud.send('iam', 'GET /v3/auth/projects', { headers });
    expect(json).toMatchObject({ projects: [{ id: projectId }, {}] });
  }),
);

test('tokens of one simulator are nothing to another', async () => {
  const other = await startSimulator();
  await withCloud(async (cloud) => {
    const token = await tokenOf(logIn(cloud));
    const url = `${other.endpoints['taurusdb']}/v3/${other.account.projectId}/backups`;
    expect((await fetch(url, { headers: { 'x-auth-token': token } })).status).toBe(401);
  });
  await other.stop();
});
