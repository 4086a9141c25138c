import { expect, test } from '@jest/globals';
import { readRunContext } from '../../../src/action/run-context.ts';
import { checkRows } from '../../support/table.ts';

const readPath = async (ref: string) => {
  const env = { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_WORKFLOW_REF: ref };
  const { workflowPath } = await readRunContext(env);
  return workflowPath;
};

test('each reference of a workflow has its file', () =>
  checkRows(
    [
      ['octo-org/shop/.github/workflows/deploy.yml@refs/heads/main', 'deploy.yml'],
      ['octo-org/shop/.github/workflows/deploy.yml@refs/heads/team@home/main', 'deploy.yml'],
      ['octo-org/shop/.github/workflows/deploy.yml@refs/tags/v1@2', 'deploy.yml'],
      ['octo-org/shop/.github/workflows/deploy.yml@refs/pull/7/merge', 'deploy.yml'],
      ['octo-org/shop/.github/workflows/backup@prod.yml@refs/heads/main', 'backup@prod.yml'],
      ['octo-org/shop/.github/workflows/backup@staging.yml@refs/heads/a@b', 'backup@staging.yml'],
      ['octo-org/shop/.github/workflows/a@b@c.yaml@8f7e6d5c', 'a@b@c.yaml'],
    ],
    async (ref, file) => {
      expect(await readPath(ref)).toBe(`.github/workflows/${file}`);
    },
  ));

test('a workflow of another repository keeps that repository’s name', async () => {
  expect(await readPath('octo-org/ci/.github/workflows/deploy.yml@refs/heads/main')).toBe(
    'octo-org/ci/.github/workflows/deploy.yml',
  );
});

test('where the runner tells no workflow there is no path', async () => {
  expect(await readPath('')).toBe('');
});
