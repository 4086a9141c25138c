/** What the runner tells about this run; empty texts and zeros where it tells nothing. */
export interface RunContext {
  /** Like `octo-org/shop`. */
  readonly repository: string;
  readonly repositoryId: string;
  /** Like `.github/workflows/deploy.yml`. */
  readonly workflowPath: string;
  /** Digits on GitHub; other runners may have other texts. */
  readonly runId: string;
  readonly runAttempt: number;
  readonly job: string;
  /** The step's id, or the name that the runner gives a step without one. */
  readonly step: string;
  readonly sha: string;
  readonly actor: string;
}

/** `octo/shop/.github/workflows/deploy.yml@refs/heads/main` → `.github/workflows/deploy.yml`. */
function findWorkflowPath(workflowRef: string, repository: string): string {
  // A file's name may hold an @, and a branch's too; only a ref has a slash after it.
  const path = workflowRef.replace(/@(?:refs\/.*|[^@/]*)$/, '');
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
}

/** The toolkit reads a number, and makes the same of whatever is none. */
function findRunId(text: string): string {
  const id = text.trim();
  return /^0*$/.test(id) ? '' : id;
}

const orZero = (value: number) => (Number.isSafeInteger(value) && value > 0 ? value : 0);

/** Loaded on demand: the toolkit reads the event file when it is imported, and can fail there. */
export async function readRunContext(env: NodeJS.ProcessEnv): Promise<RunContext> {
  const { context } = await import('@actions/github');
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  return {
    repository,
    repositoryId: env['GITHUB_REPOSITORY_ID'] ?? '',
    workflowPath: findWorkflowPath(env['GITHUB_WORKFLOW_REF'] ?? '', repository),
    runId: findRunId(env['GITHUB_RUN_ID'] ?? ''),
    runAttempt: orZero(context.runAttempt),
    job: context.job ?? '',
    step: context.action ?? '',
    sha: context.sha ?? '',
    actor: context.actor ?? '',
  };
}
