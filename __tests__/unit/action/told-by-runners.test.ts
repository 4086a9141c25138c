import { expect, test } from '@jest/globals';
import { readRunContext } from '../../../src/action/run-context.ts';

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

const ACT = { ACT: 'true' };

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['act’s, of every run', { ...ACT, GITHUB_RUN_ID: '1' }, ''],
  [
    'an exec of Forgejo’s runner, of every run',
    { ...ACT, FORGEJO_ACTIONS: 'true', GITHUB_RUN_ID: '1' },
    '',
  ],
  ['act’s, where somebody gave one', { ...ACT, GITHUB_RUN_ID: '1764140000' }, '1764140000'],
  ['the first of a Gitea or Forgejo', { ...ACT, GITEA_ACTIONS: 'true', GITHUB_RUN_ID: '1' }, '1'],
  ['the first of a GitHub Enterprise Server', { GITHUB_RUN_ID: '1' }, '1'],
  ['nobody’s', { GITHUB_RUN_ID: '000' }, ''],
])('a run’s id that is %s is told from a real one', async (_, env, runId) => {
  expect(await readRunContext(env)).toMatchObject({ runId });
});
