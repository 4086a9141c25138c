import type { Words } from '../task/words.ts';

/** How the step speaks: of inputs as a workflow writes them. */
export const stepWords: Words = {
  input: (name, value) => (value === undefined ? name : `${name}: ${value}`),
  work: 'step',
  product: 'action',
  dryRun: 'dry_run',
  given: 'the inputs',
  everything: 'the output backups has all of them',
  whose: 'this workflow’s',
  apart: 'The workflow’s concurrency setting keeps runs apart.',
  empty: 'a secret that is not set arrives empty',
  noLogin:
    'An empty secret looks the same as none: see that it is set under Settings, Secrets and variables, Actions; that its name is the same there; and, if it is an environment’s, that the job has environment. Secrets are empty in pull requests from forks',
  noRun:
    'the runner tells no id of this one (GITHUB_RUN_ID is missing, 0, or the 1 that act gives every run)',
};
