import { createHash } from 'node:crypto';
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

/** Tells this workflow's backups from all others: 8 hex digits. */
export const findMarker = ({ repositoryId, workflowPath }: RunContext): string =>
  hash8(repositoryId, workflowPath);

/**
 * `gh-<repository>-<marker>-<run>-<attempt>-<hash of job, step, service, instance>-<random>`:
 * always a valid name, and no two steps of a run make the same one.
 */
export function buildDefaultName(
  run: RunContext,
  target: NamedTarget,
  random: () => number,
): string {
  const where = hash8(run.job, run.step, target.service, target.instanceId);
  const dice = Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  const tail = [findMarker(run), run.runId, run.runAttempt, where, dice].join('-');
  const room = 64 - 'gh--'.length - tail.length;
  return `gh-${cleanRepository(run.repository).slice(0, room)}-${tail}`;
}
