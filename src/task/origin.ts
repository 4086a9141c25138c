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

/** Whose backups a command makes, where no workflow tells it; empty texts where nothing was given. */
export interface OwnerContext {
  /** Like `gitlab.example.com/shop/api backup`: the mark of all that it makes. */
  readonly owner: string;
  /** What is the same for each try of one work, such as the id of a pipeline. */
  readonly runId: string;
}

/** Where a backup comes from: what the default names and descriptions are made of. */
export type Origin = RunContext | OwnerContext;

/** Whether a command made it, and no workflow. */
export const isOfOwner = (origin: Origin): origin is OwnerContext => 'owner' in origin;
