import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDefaultName, createMarkerTest } from '../../src/task/backup-name.ts';
import { withCommandCloud } from '../support/command-cloud.ts';
import { oddRuns, usualRun } from '../unit/action/run-contexts.ts';

const target = { service: 'taurusdb', instanceId: 'i-1' };
const DAY_MS = 86_400_000;

test('no owner’s name is taken for another owner’s, nor for a workflow’s, nor the other way round', () => {
  const anyText = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(anyText, anyText, anyText, (owner, other, runId) => {
      fc.pre(owner !== other);
      const name = buildDefaultName({ owner, runId }, target, () => 0.5);
      expect(name).toMatch(/^cli-[A-Za-z0-9_-]{1,60}$/);
      expect(createMarkerTest({ owner, runId: '' })(name)).toBe(true);
      expect(createMarkerTest({ owner: other, runId })(name)).toBe(false);
      expect(createMarkerTest(usualRun)(name)).toBe(false);
    }),
  );
  for (const run of [usualRun, ...oddRuns]) {
    const name = buildDefaultName(run, target, () => 0.5);
    expect(createMarkerTest({ owner: run.repository || 'x', runId: run.runId })(name)).toBe(false);
  }
});

test('retention deletes what has the owner’s mark, and nothing of another’s', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async ({ create, clock, simulator }) => {
    const other = await create(['--owner', 'gitlab.example.com/shop/web nightly']);
    const mine = ['--owner', 'gitlab.example.com/shop/api nightly', '--keep-last', '1'];
    const codes = [other.code];
    for (let day = 0; day < 3; day += 1) {
      codes.push((await create(mine)).code);
      await clock.play(clock.sleep(DAY_MS, new AbortController().signal));
    }
    expect(codes).toEqual([0, 0, 0, 0]);
    const left = simulator.backups.map(({ name }) => name.replace(/-o[0-9a-f]{8}-.*/, ''));
    expect(left.toSorted()).toEqual(['cli-api-nightly', 'cli-web-nightly']);
  });
});

test('the same owner and run take one backup together; another run makes its own', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async ({ create, simulator }) => {
    const of = (run: string) => ['--owner', 'shop', '--run', run, '--reuse-existing'];
    const codes = [];
    for (const run of ['41', '41', '42']) codes.push((await create(of(run))).code);
    expect(codes).toEqual([0, 0, 0]);
    expect(simulator.backups).toHaveLength(2);
    const { code, stderr } = await create(['--reuse-existing', '--owner', 'shop']);
    expect(code).toBe(2);
    expect(stderr).toContain('--owner and --run tell none of them from the others: give a --name');
  });
});
