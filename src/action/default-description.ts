import type { RunContext } from './run-context.ts';

const MAX_LENGTH = 256;

/** Leaves out what no cloud takes in a description. */
const clean = (text: string) =>
  text
    .replace(/[>!<"&'=\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed();

/** Where the backup comes from: repository, commit, run and actor. Always valid, never empty. */
export function buildDefaultDescription(run: RunContext): string {
  const commit = run.sha === '' ? '' : ` at ${run.sha.slice(0, 7)}`;
  const actor = run.actor === '' ? '' : ` by ${run.actor}`;
  const repository = run.repository || 'a local run';
  const which = run.runId === '' ? '' : `, run ${run.runId} attempt ${run.runAttempt}`;
  return clean(`${repository}${commit}${which}${actor}`);
}
