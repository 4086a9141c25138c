import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runAction } from '../../scripts/runner/run-action.ts';
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

test('what a runner downloads for the two actions is small, and each of them runs from it', async () => {
  const temp = mkdtempSync(join(tmpdir(), 'archive-'));
  const actionDir = join(temp, 'action');
  mkdirSync(actionDir);
  const archive = packWorkTree(temp);
  execFileSync('tar', ['-xzf', '-'], { cwd: actionDir, input: archive });

  expect(archive.length).toBeLessThanOrEqual(MAX_BYTES);
  expect(readdirSync(actionDir).sort()).toEqual([
    ...['LICENSE', 'README.md', 'SECURITY.md'],
    ...['action-types.yml', 'action.yml', 'dist', 'restore'],
  ]);
  await withSimulator({ backupMs: 0, restoreMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { actionDir });
    expect(step.outputs).toMatchObject({ status: 'COMPLETED' });
    expect(step.exitCode).toBe(0);
    const [instance] = simulator.instances.filter(({ name }) => name === 'reports');
    const instanceId = instance?.id ?? '';
    simulator.seedBackup({ instanceId, type: 'manual' });
    const { account, endpoints } = simulator;
    const restored = await runAction({
      actionDir: join(actionDir, 'restore'),
      inputs: {
        ...{ instance_id: instanceId, newest: 'true', password: 'Ready-4-2nite' },
        ...{ region: account.projectName, project_id: account.projectId },
        ...{ endpoint: endpoints['rds'] ?? '', token: account.token },
      },
    });
    const [made] = simulator.restored;
    expect(restored.outputs).toMatchObject({ instance_id: made?.id, created: 'true' });
    expect([restored.exitCode, made?.state]).toEqual([0, 'ready']);
    expect(restored.written).not.toMatch(/^(?!::add-mask::).*Ready-4-2nite/m);
  });
  rmSync(temp, { recursive: true, force: true });
});
