import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

/** A quarter of all files, packed. */
const MAX_BYTES = 450_000;

/** Git's archive of the work tree as the next commit would have it; the repository stays as it is. */
function packWorkTree(temp: string): Buffer {
  const env = { ...process.env, GIT_INDEX_FILE: join(temp, 'index') };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
  const objects = git('rev-parse', '--path-format=absolute', '--git-path', 'objects');
  const scratch = {
    GIT_OBJECT_DIRECTORY: join(temp, 'objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: `${objects}`.trim(),
  };
  Object.assign(env, scratch);
  mkdirSync(scratch.GIT_OBJECT_DIRECTORY);
  git('add', '--all');
  return git('archive', '--format=tar.gz', `${git('write-tree')}`.trim());
}

test('what a runner downloads for the action is small, and runs', async () => {
  const temp = mkdtempSync(join(tmpdir(), 'archive-'));
  const actionDir = join(temp, 'action');
  mkdirSync(actionDir);
  const archive = packWorkTree(temp);
  execFileSync('tar', ['-xzf', '-'], { cwd: actionDir, input: archive });

  expect(archive.length).toBeLessThanOrEqual(MAX_BYTES);
  expect(readdirSync(actionDir).sort()).toEqual([
    ...['LICENSE', 'README.md', 'SECURITY.md'],
    ...['action-types.yml', 'action.yml', 'dist'],
  ]);
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { actionDir });
    expect(step.outputs).toMatchObject({ status: 'COMPLETED' });
    expect(step.exitCode).toBe(0);
  });
  rmSync(temp, { recursive: true, force: true });
});
