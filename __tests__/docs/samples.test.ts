import { expect, test } from '@jest/globals';
import { findInstanceId, listInputs } from '../../scripts/demo/simulated-step.ts';
import { runAction } from '../../scripts/runner/run-action.ts';
import { startSimulator } from '../../simulator/index.ts';
import { listBlocks, readText, root } from '../support/repository.ts';

const [guard = '', dryRun = ''] = listBlocks(readText('docs/names-and-dry-run.md'), 'text');
const [inReadme = ''] = listBlocks(readText('README.md'), 'text');

/** Ids of backups differ from run to run. */
const hideIds = (text: string) => text.replace(/\b[0-9a-f]{32}br\d\d\b/g, 'ID');

test('the pages show a dry run as the log has it', async () => {
  const simulator = await startSimulator();
  try {
    const instanceId = findInstanceId(simulator, 'geminidb', 2);
    simulator.setInstance(instanceId, { status: 'frozen' });
    simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
    const inputs = { service: 'geminidb', instance_id: instanceId, name: 'before-release' };
    const { lines } = await runAction({
      actionDir: root,
      inputs: { ...listInputs(simulator), ...inputs, dry_run: 'true' },
    });
    expect(hideIds(lines.join('\n'))).toContain(hideIds(dryRun));
    expect(inReadme.trimEnd().split('\n')).toHaveLength(3);
    expect(dryRun.split('\n')).toEqual(expect.arrayContaining(inReadme.split('\n')));
  } finally {
    await simulator.stop();
  }
}, 30_000);

test('the page shows the guard’s refusal as the log has it, and no backup was made', async () => {
  const simulator = await startSimulator();
  try {
    const { exitCode, lines } = await runAction({
      actionDir: root,
      inputs: {
        ...listInputs(simulator),
        service: 'rds',
        instance_id: findInstanceId(simulator, 'rds'),
        instance_name: 'shop-production',
      },
    });
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toContain(guard.trimEnd().split('. ')[0]);
    expect(lines.join('\n')).toContain(guard.trimEnd().split('. ')[1]);
    expect(simulator.everyBackupId).toEqual([]);
  } finally {
    await simulator.stop();
  }
}, 30_000);
