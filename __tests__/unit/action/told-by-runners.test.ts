import { expect, test } from '@jest/globals';
import { readRunContext } from '../../../src/action/github.ts';

test.each([
  ['https://git.example.com/', 'https://git.example.com'],
  ['https://example.com/git//', 'https://example.com/git'],
  ['https://github.com', 'https://github.com'],
])('the server %s is %s, so an update that adds a slash changes nothing', async (told, read) => {
  expect(await readRunContext({ GITHUB_SERVER_URL: told })).toMatchObject({ serverUrl: read });
});

test.each([
  ['of act, in a folder of no repository', { ACT: 'true' }, ''],
  [
    'of a server whose runner is built on act',
    { ACT: 'true', GITEA_ACTIONS: 'true' },
    'nektos/act',
  ],
  ['of GitHub', {}, 'nektos/act'],
])('the repository nektos/act %s', async (_, env, repository) => {
  const told = { GITHUB_REPOSITORY: 'nektos/act', ...env };
  expect(await readRunContext(told)).toMatchObject({ repository });
});
