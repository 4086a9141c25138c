import { expect, test } from '@jest/globals';
import { listBlocks, readText } from '../support/repository.ts';
import { instanceIdAt, withStepCloud } from '../support/step-cloud.ts';

const [guard = '', dryRun = ''] = listBlocks(readText('docs/names-and-dry-run.md'), 'text');
const [inReadme = ''] = listBlocks(readText('README.md'), 'text');

/** Ids of backups are others on the page. */
const hideIds = (text: string) => text.replace(/\b[0-9a-f]{32}br\d\d\b/g, 'ID');

test('the pages show a dry run as the log has it', async () => {
  await withStepCloud({}, async ({ simulator, run }) => {
    const instance_id = instanceIdAt(simulator, 'geminidb', 2);
    simulator.setInstance(instance_id, { status: 'frozen' });
    const name = 'before-release';
    simulator.seedBackup({ instanceId: instance_id, type: 'manual', name });
    const { lines } = await run('geminidb', { inputs: { instance_id, name, dry_run: 'true' } });
    expect(hideIds(lines.join('\n'))).toContain(hideIds(dryRun));
    expect(inReadme.trimEnd().split('\n')).toHaveLength(3);
    expect(dryRun.split('\n')).toEqual(expect.arrayContaining(inReadme.split('\n')));
  });
});

test('the page shows the guard’s refusal as the log has it, and no backup was made', async () => {
  await withStepCloud({}, async ({ simulator, run }) => {
    const { exitCode, lines } = await run('rds', { inputs: { instance_name: 'shop-production' } });
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toContain(guard.trimEnd().split('. ')[0]);
    expect(lines.join('\n')).toContain(guard.trimEnd().split('. ')[1]);
    expect(simulator.everyBackupId).toEqual([]);
  });
});
