import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { logIn, passwordBody } from './log-in.ts';

/** The URLs of a catalogue, by the types that clients look for. */
function urlsOf(json: unknown, at: 'token' | 'answer'): Readonly<Record<string, unknown>> {
  const body = JSON.parse(JSON.stringify(json));
  const entries: readonly {
    type: string;
    endpoints: readonly { url: string; region: string }[];
  }[] = (at === 'token' ? body.token : body).catalog;
  return Object.fromEntries(
    entries.map(({ type, endpoints }) => [type, endpoints.map(({ region, url }) => [region, url])]),
  );
}

const expectedUrls = ({ simulator }: SimulatedCloud, projectId: string) => {
  const { endpoints, iamEndpoint } = simulator;
  const urls = {
    rdsv3: `${endpoints['rds']}/v3/${projectId}`,
    rdsv1: `${endpoints['rds-v1']}/rds/v1`,
    ddsv3: `${endpoints['dds']}/v3/${projectId}`,
    'gaussdb-mysql': `${endpoints['taurusdb']}/v3/${projectId}`,
    geminidb: `${endpoints['geminidb']}/v3/${projectId}`,
  };
  const databases = Object.entries(urls).map(([type, url]) => [type, [['eu-de', url]]]);
  return { identity: [['*', `${iamEndpoint}/v3`]], ...Object.fromEntries(databases) };
};

const fullLogIn = (cloud: SimulatedCloud, scope: unknown) => {
  const body = passwordBody(cloud.simulator.account, scope);
  return cloud.send('iam', 'POST /v3/auth/tokens', { body, anonymous: true });
};

test('the catalogue of a project’s token leads to the databases of its region', () =>
  withCloud(async (cloud) => {
    for (const [name, id] of [
      ['eu-de', cloud.simulator.account.projectId],
      ['eu-de_staging', cloud.simulator.account.otherProjectId],
    ] as const) {
      const { json } = await fullLogIn(cloud, { project: { name } });
      expect(urlsOf(json, 'token')).toEqual(expectedUrls(cloud, id));
    }
  }));

test('the catalogue of a domain’s token has IAM only, and with nocatalog there is none', () =>
  withCloud(async (cloud) => {
    const { domainName: name } = cloud.simulator.account;
    const { json } = await fullLogIn(cloud, { domain: { name } });
    expect(Object.keys(urlsOf(json, 'token'))).toEqual(['identity']);
    expect((await logIn(cloud)).json).not.toHaveProperty('token.catalog');
  }));

test('the catalogue can be asked for by itself', () =>
  withCloud(async (cloud) => {
    const { iamEndpoint, account } = cloud.simulator;
    const answer = await cloud.send('iam', 'GET /v3/auth/catalog');
    expect(answer).toMatchObject({
      status: 200,
      json: { links: { self: `${iamEndpoint}/v3/auth/catalog` } },
    });
    expect(urlsOf(answer.json, 'answer')).toEqual(expectedUrls(cloud, account.projectId));
    expect((await cloud.send('iam', 'GET /v3/auth/catalog', { anonymous: true })).status).toBe(401);
  }));

test('IAM tells its versions to anybody: several choices, and the one', () =>
  withCloud(async ({ send, simulator: { iamEndpoint } }) => {
    const version = {
      id: 'v3.6',
      status: 'stable',
      links: [{ rel: 'self', href: `${iamEndpoint}/v3/` }],
      'media-types': [
        { type: 'application/vnd.openstack.identity-v3+json', base: 'application/json' },
      ],
      updated: '2016-04-04T00:00:00Z',
    };
    const all = await send('iam', 'GET /', { anonymous: true });
    expect(all).toMatchObject({ status: 300, json: { versions: { values: [version] } } });
    const one = await send('iam', 'GET /v3', { anonymous: true });
    expect(one).toMatchObject({ status: 200, json: { version } });
  }));

test('HEAD tells whether a token is good, without a body', () =>
  withCloud(async ({ send, simulator: { account } }) => {
    const ask = (subject: string) =>
      send('iam', 'HEAD /v3/auth/tokens', { headers: { 'x-subject-token': subject } });
    expect(await ask(account.token)).toMatchObject({ status: 200, text: '' });
    expect(await ask(account.expiredToken)).toMatchObject({ status: 404, text: '' });
  }));

test('a token tells the domains it opens', () =>
  withCloud(async ({ send, simulator: { account } }) => {
    const { domainId: id, domainName: name } = account;
    expect((await send('iam', 'GET /v3/auth/domains')).json).toMatchObject({
      domains: [{ id, name, enabled: true }],
      links: { next: null, previous: null },
    });
  }));
