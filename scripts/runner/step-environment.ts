import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string };
}

/** action.yml, as the runner reads it from the action's folder. */
export function readActionFile(actionDir: string): ActionFile {
  return parse(readFileSync(join(actionDir, 'action.yml'), 'utf8'));
}

/** A default applies only to an input that the step does not name; '' stays ''. */
export function buildInputEnvironment(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set([...Object.keys(action.inputs), ...Object.keys(given)]);
  const entries = [...names].map((name) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    given[name] ?? action.inputs[name]?.default ?? '',
  ]);
  return Object.fromEntries(entries);
}

/** What GitHub tells a step about its run; the values are made up. */
export const RUN_ENVIRONMENT: Readonly<Record<string, string>> = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: 'backup',
  GITHUB_ACTOR: 'mona',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_EVENT_NAME: 'workflow_dispatch',
  GITHUB_JOB: 'migrate',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'octo-org/web-shop',
  GITHUB_REPOSITORY_ID: '123456789',
  GITHUB_REPOSITORY_OWNER: 'octo-org',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '17600000001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '8f7e6d5c4b3a29181706f5e4d3c2b1a098765432',
  GITHUB_WORKFLOW: 'deploy',
  GITHUB_WORKFLOW_REF: 'octo-org/web-shop/.github/workflows/deploy.yml@refs/heads/main',
  RUNNER_ARCH: 'X64',
  RUNNER_NAME: 'runner-1',
  RUNNER_OS: 'Linux',
};
