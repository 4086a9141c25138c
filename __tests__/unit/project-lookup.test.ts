import { expect, test } from '@jest/globals';
import { InputError, LookupError } from '../../src/index.ts';
import type { Reply } from './memory-dispatcher.ts';
import { PROJECT, testClient } from './test-client.ts';

const eu = { id: PROJECT, name: 'eu-de' };

function lookUp(reply: Reply) {
  const sent: string[] = [];
  const { client, log } = testClient({
    projectId: undefined,
    respond: ({ method, url }) => {
      sent.push(`${method} ${url.pathname}${url.search}`);
      return reply;
    },
  });
  return { client, sent, log, end: client.findProjectId() };
}

test('the one project of the name is found, once, and told', async () => {
  const { client, sent, log, end } = lookUp({
    body: { projects: [{ id: 'x', name: 'eu-de_sub' }, eu] },
  });
  expect(await end).toBe(PROJECT);
  expect(await client.findProjectId()).toBe(PROJECT);
  expect(sent).toEqual(['GET /v3/projects?name=eu-de']);
  expect(log.lines).toContain(`info: Project eu-de is ${PROJECT}.`);
});

test.each<[string, readonly object[], readonly string[], string]>([
  ['none', [], [], 'No project is named eu-de: IAM lists none.'],
  [
    'only others',
    [{ id: 'x', name: 'eu-nl' }],
    ['eu-nl (x)'],
    'No project is named eu-de: IAM lists eu-nl (x).',
  ],
  [
    'two',
    [eu, { id: 'y', name: 'eu-de' }],
    [`eu-de (${PROJECT})`, 'eu-de (y)'],
    `2 projects are named eu-de: IAM lists eu-de (${PROJECT}), eu-de (y).`,
  ],
  [
    'a hostile one',
    [{ id: 'x\n::error::y', name: 'eu-de' }],
    ['eu-de (x : :error: :y)'],
    'No project is named eu-de: IAM lists eu-de (x : :error: :y).',
  ],
])(
  '%s: an error that lists what was found, and nothing is created',
  async (_, projects, found, message) => {
    const { sent, end } = lookUp({ body: { projects } });
    const error = await end.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LookupError);
    expect(error).toMatchObject({ found, message });
    expect(sent).toEqual(['GET /v3/projects?name=eu-de']);
  },
);

test('a refused look-up is IAM’s error', async () => {
  const body = { error: { code: 401, message: 'Who are you?', title: 'Unauthorized' } };
  await expect(lookUp({ status: 401, body }).end).rejects.toMatchObject({
    name: 'ApiError',
    title: 'IAM',
    kind: 'login',
    message: 'IAM refused to find the project eu-de: 401 "Who are you?" (HTTP 401).',
  });
});

test('an answer without a list is unreadable', async () => {
  await expect(lookUp({ body: {} }).end).rejects.toMatchObject({ name: 'ResponseError' });
  await expect(lookUp({ body: {} }).end).rejects.not.toBeInstanceOf(InputError);
});
