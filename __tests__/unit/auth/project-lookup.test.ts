import { expect, test } from '@jest/globals';
import { InputError, LookupError } from '../../../src/index.ts';
import { PROJECT, type Reply, testClient } from '../../support/memory-cloud.ts';

const eu = { id: PROJECT, name: 'eu-de' };

/** Two replies: to the look-up by name, and to the list of what the login may use. */
function lookUp(reply: Reply, accessible: Reply = { status: 500 }) {
  const sent: string[] = [];
  const { client, log } = testClient({
    projectId: undefined,
    respond: ({ method, url }) => {
      sent.push(`${method} ${url.pathname}${url.search}`);
      return url.pathname === '/v3/auth/projects' ? accessible : reply;
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
    message: 'IAM refused to find the project eu-de: "Who are you?" (HTTP 401).',
  });
});

test('an answer without a list is unreadable', async () => {
  await expect(lookUp({ body: {} }).end).rejects.toMatchObject({ name: 'ResponseError' });
  await expect(lookUp({ body: {} }).end).rejects.not.toBeInstanceOf(InputError);
});

const forbidden: Reply = {
  status: 403,
  body: {
    error: {
      message: 'You are not authorized to perform the requested action: identity:list_projects.',
      code: 403,
      title: 'Forbidden',
    },
  },
};

test('without the right to look up by name, the one of this name among those that the login may use is taken', async () => {
  const projects = [{ id: 'x', name: 'eu-de_sub' }, { id: 'y', name: 'EU-DE' }, eu];
  const { sent, end } = lookUp(forbidden, { body: { projects } });
  expect(await end).toBe(PROJECT);
  expect(sent).toEqual(['GET /v3/projects?name=eu-de', 'GET /v3/auth/projects']);
});

test.each(['PAP5.0023', 'IAM.0003'])(
  'a refusal with the code %s is one of rights too',
  async (code) => {
    const reply = { status: 403, body: { error_code: code, error_msg: 'x' } };
    expect(await lookUp(reply, { body: { projects: [eu] } }).end).toBe(PROJECT);
  },
);

const advice = [
  'Give projectId',
  'My Credentials in the console lists it',
  'iam:projects:listProjects',
];

test.each<[string, Reply, readonly string[], readonly string[]]>([
  ['both are refused', forbidden, [], ['could not be looked up', 'identity:list_projects']],
  [
    'none of those has this name',
    { body: { projects: [{ id: 'x', name: 'eu-nl' }] } },
    ['eu-nl (x)'],
    ['No project is named eu-de: IAM lists eu-nl (x).'],
  ],
])('%s: the error says what to give, where to find it, and what is missing', async (...row) => {
  const [, accessible, found, texts] = row;
  const error = await lookUp(forbidden, accessible).end.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LookupError);
  expect(error).toMatchObject({ found });
  const { message, hint = '' } = error instanceof LookupError ? error : { message: '' };
  for (const text of texts) expect(message).toContain(text);
  for (const text of advice) expect(hint).toContain(text);
});

test('a fault at the second look-up is told as it is', async () => {
  await expect(lookUp(forbidden, { status: 500 }).end).rejects.toMatchObject({
    name: 'ApiError',
    status: 500,
  });
});

test('a redirect or a list of versions instead of IAM names iamEndpoint', async () => {
  for (const status of [300, 302]) {
    await expect(
      lookUp({ status, headers: { location: 'https://sso.test' } }).end,
    ).rejects.toMatchObject({
      kind: 'not-api',
      hint: expect.stringContaining('check iamEndpoint'),
    });
  }
});
