import { createHash } from 'node:crypto';
import { BackupError } from '../errors/backup-error.ts';
import type { RunContext } from './run-context.ts';

export interface NamedTarget {
  readonly service: string;
  readonly instanceId: string;
}

const hash8 = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);

function cleanRepository(repository: string): string {
  const name = repository.split('/').at(-1) ?? '';
  const clean = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 16);
  return clean.replace(/^-+|-+$/g, '') || 'local';
}

const MAX_LENGTH = 64;

/** Four hex digits. */
const rollDigits = (random: () => number) =>
  Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0');

/** Tells this workflow's backups from all others: 8 hex digits. */
export const findMarker = ({ repositoryId, workflowPath }: RunContext): string =>
  hash8(repositoryId, workflowPath);

/** Cuts the repository, which is for people alone, where the rest leaves no room for it. */
function putTogether({ repository }: RunContext, tail: string): string {
  const room = MAX_LENGTH - 'gh--'.length - tail.length;
  return `gh-${cleanRepository(repository).slice(0, room)}-${tail}`;
}

/**
 * `gh-<repository>-<marker>-<run>-<attempt>-<hash of job, step, service, instance>-<random>`:
 * always a valid name. Without `random` it leaves out attempt and random digits: then every attempt
 * of a run makes the same name, and so do two jobs of a matrix for the same instance.
 */
export function buildDefaultName(
  run: RunContext,
  target: NamedTarget,
  random: (() => number) | undefined,
): string {
  const where = hash8(run.job, run.step, target.service, target.instanceId);
  const parts =
    random === undefined
      ? [findMarker(run), run.runId, where]
      : [findMarker(run), run.runId, run.runAttempt, where, rollDigits(random)];
  return putTogether(run, parts.join('-'));
}

/**
 * Whether a name is one that `buildDefaultName` made up for this workflow, in whichever run.
 * @throws BackupError where the runner does not tell which workflow this is: all would look alike
 */
export function createMarkerTest(run: RunContext): (name: string) => boolean {
  if (run.repositoryId === '' || run.workflowPath === '') {
    throw new BackupError(
      'The runner does not tell which repository and workflow this is (GITHUB_REPOSITORY_ID, GITHUB_WORKFLOW_REF), so their backups can’t be told from others.',
    );
  }
  const tail = new RegExp(`${findMarker(run)}-\\d+-(?:\\d+-[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{8})$`);
  return (name) => {
    const [found] = tail.exec(name) ?? [];
    return found !== undefined && name === putTogether(run, found);
  };
}

/** A given name for one of several instances: no two get the same. */
export function buildSharedName(name: string, instanceId: string): string {
  const end = `-${hash8(instanceId)}`;
  return `${name.slice(0, MAX_LENGTH - end.length)}${end}`;
}
