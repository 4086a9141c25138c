import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkPin, pinAction, readPin, WORKFLOW } from '../../scripts/pin-workflow.ts';
import { readText } from '../support/repository.ts';

let root: string;
let first: string;

const git = (...args: readonly string[]) =>
  execFileSync(
    'git',
    ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args],
    {
      encoding: 'utf8',
    },
  ).trim();

function commit(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git('add', '.');
  git('commit', '--quiet', '--message', 'x');
  return git('rev-parse', 'HEAD');
}

const pinned = (at: string, tag = 'v1.2.3') => pinAction(readText(WORKFLOW), { commit: at, tag });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pin-'));
  git('init', '--quiet');
  first = commit({ [WORKFLOW]: readText(WORKFLOW), 'dist/main.js': 'first' });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the second commit of a release pins the action to the first one, and changes nothing else', () => {
  commit({ [WORKFLOW]: pinned(first) });
  checkPin(root, 'v1.2.3');
  expect(readPin(pinned(first))).toEqual({ commit: first, tag: 'v1.2.3' });
  const lines = pinned(first).split('\n');
  const changed = lines.filter((line, at) => line !== readText(WORKFLOW).split('\n')[at]);
  expect(changed).toEqual([`        uses: OWNER/cloud-db-backup@${first} # v1.2.3`]);
});

test('the next release replaces the pin of the last one', () => {
  const next = pinAction(pinned(first), { commit: 'b'.repeat(40), tag: 'v1.3.0' });
  expect(readPin(next)).toEqual({ commit: 'b'.repeat(40), tag: 'v1.3.0' });
});

test.each([
  [
    'pins another release',
    () => ({ [WORKFLOW]: pinned(first, 'v1.2.2') }),
    'pins v1.2.2, and the tag is v1.2.3',
  ],
  [
    'brings other code than the pinned one',
    () => ({ [WORKFLOW]: pinned(first), 'dist/main.js': 'second' }),
    'these changed: .github/workflows/backup.yml\ndist/main.js',
  ],
  [
    'still names a tag',
    () => ({
      [WORKFLOW]: `# x\n${readText(WORKFLOW).replace(/(cloud-db-backup)@\S+.*/, '$1@v1')}`,
    }),
    'uses the action by v1',
  ],
])('a commit that %s gets no release', (_, files, why) => {
  commit({ ...files() });
  expect(() => checkPin(root, 'v1.2.3')).toThrow(why);
});

test('the pinned commit has to come before the tag’s', () => {
  git('checkout', '--quiet', '-b', 'aside');
  const aside = commit({ 'dist/main.js': 'aside' });
  git('checkout', '--quiet', '-');
  commit({ [WORKFLOW]: pinned(aside), 'dist/main.js': 'aside' });
  expect(() => checkPin(root, 'v1.2.3')).toThrow('merge-base');
});

test.each(['v1', '1.2.3', 'v1.2.3-rc.1'])('%s is no tag of a release', (tag) => {
  expect(() => pinned(first, tag)).toThrow('is no tag like v1.2.3');
});
