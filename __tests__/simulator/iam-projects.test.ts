import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';

test('a project is found by its exact name', () =>
  withCloud(async ({ send, simulator }) => {
    const { status, json } = await send('iam', 'GET /v3/projects?name=eu-de');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      projects: [
        {
          id: simulator.account.projectId,
          name: 'eu-de',
          domain_id: simulator.account.domainId,
          enabled: true,
        },
      ],
      links: { next: null, previous: null },
    });
  }));

test('there may be no project of that name', () =>
  withCloud(async ({ send }) => {
    const { json } = await send('iam', 'GET /v3/projects?name=eu-nl');
    expect(json).toMatchObject({ projects: [] });
  }));

test('without a name all projects come', () =>
  withCloud(async ({ send }) => {
    const { json } = await send('iam', 'GET /v3/auth/projects');
    expect(json).toMatchObject({ projects: [{ name: 'eu-de' }, { name: 'eu-de_staging' }] });
  }));

test('a test may add projects, even of the same name', () =>
  withCloud(
    async ({ send }) => {
      const { json } = await send('iam', 'GET /v3/projects?name=eu-de');
      expect(json).toMatchObject({ projects: [{}, { id: 'f'.repeat(32) }] });
    },
    { projects: [{ id: 'f'.repeat(32), name: 'eu-de' }] },
  ));

test('IAM words its refusals as Keystone does', () =>
  withCloud(async ({ send }) => {
    const headers = { 'x-auth-token': 'unknown' };
    const answer = await send('iam', 'GET /v3/projects', { headers });
    expect(answer.status).toBe(401);
    const error = { code: 401, message: expect.any(String), title: 'Unauthorized' };
    expect(answer.json).toEqual({ error });
  }));
