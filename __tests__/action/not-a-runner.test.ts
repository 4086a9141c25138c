import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../../scripts/runner/step-environment.ts';
import { root } from '../support/repository.ts';

const action = readActionFile(root);
const SECRETS = { access_key: 'an-access-key', secret_key: 'a-secret-key' };

/** Starts the bundle as a program would that is no runner. */
function startElsewhere(env: Readonly<Record<string, string>>) {
  const inputs = buildInputEnvironment(action, { service: 'rds', instance_id: 'x', ...SECRETS });
  return spawnSync(process.execPath, [join(root, action.runs.main)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], OS_PASSWORD: 'a-password', ...inputs, ...env },
  });
}

test.each<[string, Readonly<Record<string, string>>]>([
  ['a bare CI', { CI: 'true', GITLAB_CI: 'true' }],
  ['something that sets the rest', { ...RUN_ENVIRONMENT, GITHUB_ACTIONS: 'True' }],
])('in %s nothing but one sentence is printed, so no log gets to see a secret', (_, env) => {
  const { status, stdout, stderr } = startElsewhere(env);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'This action backs up databases as a step of a GitHub Actions workflow, and GITHUB_ACTIONS is not true here, so no log would hide its secrets: elsewhere use the command, https://github.com/OWNER/cloud-db-backup/blob/main/docs/command.md, or the library.\n',
  );
});
