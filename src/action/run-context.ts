import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import * as v from 'valibot';
import { BackupError } from '../errors/backup-error.ts';
import type { Environment } from '../task/inputs/environment.ts';
import type { RunContext } from '../task/origin.ts';

/** `octo/shop/.github/workflows/deploy.yml@refs/heads/main` → `.github/workflows/deploy.yml`. */
function workflowPathOf(workflowRef: string, repository: string): string {
  // A file's name may hold an @, and a branch's too; only a ref has a slash after it.
  const path = workflowRef.replace(/@(?:refs\/.*|[^@/]*)$/, '');
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
}

const orZero = (value: number) => (Number.isSafeInteger(value) && value > 0 ? value : 0);

/**
 * Whether this is act, or an `exec` of Forgejo's or Gitea's runner, without a server that tells it of
 * the run: their runners are built on act and set ACT as well, and GITEA_ACTIONS only for a server's
 * job (nektos/act pkg/runner/run_context.go; internal/app/run/runner.go of the other two).
 */
const isActAlone = (env: Environment): boolean =>
  env['ACT'] === 'true' && env['GITEA_ACTIONS'] !== 'true';

/** What act tells where the folder belongs to no repository: whatever the folder, it is the same. */
const NO_REPOSITORY = 'nektos/act';

function repositoryOf(env: Environment): string {
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  return isActAlone(env) && repository === NO_REPOSITORY ? '' : repository;
}

/** The toolkit reads a number, and makes the same of whatever is none; act calls every run 1. */
function runIdOf(env: Environment): string {
  const id = (env['GITHUB_RUN_ID'] ?? '').trim();
  return /^0*$/.test(id) || (isActAlone(env) && id === '1') ? '' : id;
}

/**
 * Run on demand: the toolkit reads the event file when it is imported, and can fail there. A word to
 * the bundler keeps it in the one file: it is smaller than what another file costs.
 * @throws BackupError that names the file
 */
async function importContext({ GITHUB_EVENT_PATH: path }: Environment) {
  try {
    // Taken apart here, or the bundler keeps the package's whole client of GitHub's API.
    const { context } = await import(/* webpackMode: "eager" */ '@actions/github');
    return context;
  } catch (cause) {
    // What a parser says shows a part of the file.
    const isBroken = types.isNativeError(cause) && cause.name === 'SyntaxError';
    const why = isBroken ? 'it is empty, or no whole JSON' : String(cause);
    throw new BackupError(
      `The file of the event that began this run can’t be read, ${path} (GITHUB_EVENT_PATH): ${why}.`,
      {
        cause,
        hint: 'The runner writes it: run the job again, and check its disk. A step that is given a name and a description does without it.',
      },
    );
  }
}

/** What the runner tells of this run. @throws BackupError where the event's file can't be read */
export async function readRunContext(env: NodeJS.ProcessEnv): Promise<RunContext> {
  const context = await importContext(env);
  const repository = repositoryOf(env);
  return {
    serverUrl: (env['GITHUB_SERVER_URL'] ?? '').replace(/\/+$/, ''),
    repository,
    repositoryId: env['GITHUB_REPOSITORY_ID'] ?? '',
    workflowPath: workflowPathOf(env['GITHUB_WORKFLOW_REF'] ?? '', repository),
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    runId: runIdOf(env),
    runAttempt: orZero(context.runAttempt),
    job: context.job ?? '',
    step: context.action ?? '',
    sha: context.sha ?? '',
    actor: context.actor ?? '',
  };
}

const repository = v.nullish(v.object({ full_name: v.string() }));
const pullRequest = v.object({
  pull_request: v.object({
    head: v.object({ repo: repository }),
    base: v.object({ repo: repository }),
  }),
});

/** Whether this run is a pull request’s from a fork, which gets no secrets; as far as the event’s file says. */
export function isForkEvent(env: Environment): boolean {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_EVENT_PATH: path } = env;
  // A run of pull_request_target is the base’s own, and has its secrets.
  if (!event.startsWith('pull_request') || event === 'pull_request_target' || !path) return false;
  try {
    const { head, base } = v.parse(
      pullRequest,
      JSON.parse(readFileSync(path, 'utf8')),
    ).pull_request;
    return base.repo != null && head.repo?.full_name !== base.repo.full_name;
  } catch {
    return false;
  }
}
