import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// It needs no packages: the release checks before it installs anything.

/** The reusable workflow, below the repository's folder. */
export const WORKFLOW = '.github/workflows/backup.yml';

const USES =
  /^(?<key> *uses: )(?<action>[\w.-]+\/cloud-db-backup)@(?<ref>\S+)(?: # (?<tag>\S+))?$/gm;

/** What a release is made from: the commit with the release's code, and the tag that it gets. */
export interface Pin {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** Like `v1.2.3`. */
  readonly tag: string;
}

/** The workflow with the action by its commit, so that one pin covers both. @throws where the action does not stand there once */
export function pinAction(workflow: string, { commit, tag }: Pin): string {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${commit} is no full commit`);
  if (!/^v\d+\.\d+\.\d+$/.test(tag)) throw new Error(`${tag} is no tag like v1.2.3`);
  const found = [...workflow.matchAll(USES)];
  if (found.length !== 1) throw new Error(`${WORKFLOW} uses the action ${found.length} times`);
  return workflow.replace(USES, `$<key>$<action>@${commit} # ${tag}`);
}

/** What the workflow uses now. @throws where it is no full commit with its tag */
export function readPin(workflow: string): Pin {
  const [only] = workflow.matchAll(USES);
  const { ref = '', tag = '' } = only?.groups ?? {};
  if (!/^[0-9a-f]{40}$/.test(ref))
    throw new Error(`${WORKFLOW} uses the action by ${ref || 'no ref'}`);
  return { commit: ref, tag };
}

/**
 * Checks that the commit with this tag pins the one before it: an ancestor that has the same files, but for
 * the pin itself. @throws where it does not
 */
export function checkPin(root: string, tag: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  const pin = readPin(readFileSync(join(root, WORKFLOW), 'utf8'));
  if (pin.tag !== tag) throw new Error(`${WORKFLOW} pins ${pin.tag}, and the tag is ${tag}`);
  const changed = git('diff', '--name-only', pin.commit, 'HEAD');
  if (changed !== WORKFLOW) {
    throw new Error(
      `between the pinned commit and the tag's, these changed: ${changed || 'nothing'}`,
    );
  }
  git('merge-base', '--is-ancestor', pin.commit, 'HEAD');
}

function main([first = '', second = '']: readonly string[]): void {
  const root = join(import.meta.dirname, '..');
  if (first === '--check') {
    checkPin(root, second);
    return;
  }
  const commit = execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' });
  const path = join(root, WORKFLOW);
  const pin = { commit: commit.trim(), tag: first };
  writeFileSync(path, pinAction(readFileSync(path, 'utf8'), pin));
}

if (import.meta.main) main(process.argv.slice(2));
