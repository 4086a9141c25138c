import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import { setSecret } from '@actions/core';
import * as v from 'valibot';
import { BackupError } from '../errors/backup-error.ts';
import { isPassingStatus } from '../errors/kinds.ts';
import { LoginError } from '../errors/request-errors.ts';
import { abortable } from '../runtime/abort.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { cleanCloudText } from '../runtime/text.ts';
import type { Environment } from '../task/inputs/environment.ts';

/** What the runner tells about this run; empty texts and zeros where it tells nothing. */
export interface RunContext {
  /** Like `https://github.com`. */
  readonly serverUrl: string;
  /** Like `octo-org/shop`. */
  readonly repository: string;
  readonly repositoryId: string;
  /** Like `.github/workflows/deploy.yml`. */
  readonly workflowPath: string;
  /** The workflow's name; the name or the path of its file, if it has none. */
  readonly workflow: string;
  /** Digits on GitHub; other runners may have other texts. Empty, too, where every run has the same. */
  readonly runId: string;
  readonly runAttempt: number;
  readonly job: string;
  /** The step's id, or the name that the runner gives a step without one. */
  readonly step: string;
  readonly sha: string;
  readonly actor: string;
}

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

/** Who gives a job its identity token, and what to do where it gives none. */
interface TokenSource {
  readonly name: string;
  readonly hint: string;
}

const GITHUB: TokenSource = {
  name: 'GitHub',
  hint: [
    'Let the job ask for one (a workflow run from a fork can’t):',
    'permissions:',
    '  id-token: write',
  ].join('\n'),
};

const FORGEJO: TokenSource = {
  name: 'Forgejo',
  hint: [
    'Let the job, or its whole workflow, ask for one (a pull request from a fork can’t):',
    'enable-openid-connect: true',
  ].join('\n'),
};

const OTHER_LOGIN = 'log in with a password or an access key there.';

const GITEA: TokenSource = {
  name: 'Gitea',
  hint: `Gitea does not offer identity tokens yet: ${OTHER_LOGIN}`,
};

const ACT: TokenSource = { name: 'act', hint: `act has no identity tokens: ${OTHER_LOGIN}` };

/** By the variables that the runners set; Forgejo's sets those of Gitea and act as well. */
function tokenSourceOf(env: Environment): TokenSource {
  if (env['FORGEJO_ACTIONS'] === 'true') return FORGEJO;
  if (env['GITEA_ACTIONS'] === 'true') return GITEA;
  return env['ACT'] === 'true' ? ACT : GITHUB;
}

const LONGEST_MS = 30_000;

/** What the toolkit's client throws; there is a status where there was an answer. */
const trouble = v.object({ message: v.string(), statusCode: v.optional(v.number(), 0) });

function explain(cause: unknown, host: string, { name }: TokenSource): LoginError {
  const unknown = { message: String(cause), statusCode: 0 };
  const { message: why, statusCode: status } = v.parse(v.fallback(trouble, unknown), cause);
  const text = cleanCloudText(why, 200);
  const said = [status > 0 && `HTTP ${status}`, text && `"${text}"`].filter(Boolean).join(' ');
  const message = `${name}’s identity token could not be had from ${host}: ${said}.`;
  const outages = name === GITHUB.name ? '; GitHub’s status page tells of outages' : '';
  const hint = `On a self-hosted runner, check that it may reach ${host}, through its proxy too. Otherwise run this again${outages}.`;
  const isPassing = status < 300 || isPassingStatus(status);
  return new LoginError(message, { hint, cause, isPassing });
}

const idToken = v.object({ value: v.string() });

interface TokenRequest {
  readonly url: string;
  /** What the runner gives the job to ask with. */
  readonly token: string;
  readonly audience: string | undefined;
}

/** The toolkit's client is loaded on demand: no other login needs it. It asks again where a gateway fails. */
async function askForIdToken({ url, token, audience }: TokenRequest): Promise<string> {
  const { HttpClient } = await import('@actions/http-client');
  const client = new HttpClient('actions/oidc-client', [], { allowRetries: true, maxRetries: 10 });
  const address = audience ? `${url}&audience=${encodeURIComponent(audience)}` : url;
  const answer = await client.getJson(address, { authorization: `Bearer ${token}` });
  if (!v.is(idToken, answer.result)) throw new Error('there is no token in the answer');
  setSecret(answer.result.value);
  return answer.result.value;
}

/** Asks for a fresh identity token of this job, for 30 seconds at most, and masks it. */
export function createIdTokenGetter(
  env: Environment,
  audience: string | undefined,
  timeoutMs: number = LONGEST_MS,
) {
  const source = tokenSourceOf(env);
  return async (): Promise<string> => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
    if (!url || !token) {
      throw new LoginError(`${source.name} gives this job no identity token.`, {
        hint: source.hint,
      });
    }
    const late = systemClock.signalAfter(timeoutMs);
    try {
      return await abortable(askForIdToken({ url, token, audience }), late);
    } catch (error) {
      const isLate = late.aborted && error === late.reason;
      const cause = isLate ? new Error(`no answer within ${timeoutMs / 1000} s`) : error;
      throw explain(cause, URL.parse(url)?.host ?? 'its token service', source);
    }
  };
}

/** What a runner sends to end a step: SIGINT, then SIGTERM; Ctrl-Break on Windows. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** Aborts on the first signal; those that follow change nothing, the end is already under way. */
export function listenForCancel(process: NodeJS.EventEmitter, log: Log): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      log.info(`Received ${name}: ending this step.`);
      controller.abort(new Error(`received ${name}`));
    });
  }
  return controller.signal;
}
