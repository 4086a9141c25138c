import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Fault, Simulator } from '../../simulator/index.ts';
import { runRestoreStep } from '../../src/action/restore/run.ts';
import { listBlocks, readText, root } from '../support/repository.ts';
import { PASSWORD, SOURCE_ID } from '../support/restore-cloud.ts';
import { withStepCloud } from '../support/step-cloud.ts';
import { playJob } from './play-job.ts';

const [workflow = ''] = listBlocks(readText('docs/restore-drill.md'), 'yaml');
const action = { folder: join(root, 'restore'), run: runRestoreStep };
const MINUTE_MS = 60_000;

/** Stands for the vendor's client: it refuses while the new instance makes its first backup. */
const CLIENT = `#!/bin/sh
echo "$*" >> deleted
[ "$(wc -l < deleted)" -gt 2 ]
`;
const CHECK = `#!/bin/sh
echo "count,max"
echo "7,2026-11-21"
echo "$PGHOST $PGPORT" > checked
[ ! -e no-data ]
`;

const commands = { openstack: CLIENT, psql: CHECK, sleep: '#!/bin/sh\n' };

interface PlayedDrill {
  readonly outcomes: Readonly<Record<string, string | undefined>>;
  /** What the vendor's client was called with, a line each. */
  readonly deleted: readonly string[];
  readonly evidence: string;
  readonly checked: string;
  readonly simulator: Simulator;
}

/** Plays the workflow as it is printed, in a folder of its own, but for the vendor's delete. */
async function playDrill(
  { fault, hasData = true }: { readonly fault?: Fault; readonly hasData?: boolean },
  check: (played: PlayedDrill) => void,
) {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'));
  const tools = mkdtempSync(join(tmpdir(), 'tools-'));
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(join(tools, name), text);
    chmodSync(join(tools, name), 0o755);
  }
  if (!hasData) writeFileSync(join(folder, 'no-data'), '');
  const read = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const times = { restoreMs: 30 * MINUTE_MS, backupMs: 10 * MINUTE_MS };
  try {
    await withStepCloud(times, async ({ simulator, play }) => {
      const { accessKey, secretKey } = simulator.account;
      simulator.seedBackup({ instanceId: SOURCE_ID, type: 'auto' });
      if (fault !== undefined) simulator.inject(fault);
      const given = {
        ...{ DRILL_PASSWORD: PASSWORD, ACCESS_KEY: accessKey, SECRET_KEY: secretKey },
        ...{ run_id: '17600000001', run_attempt: '2' },
      };
      const { byId } = await playJob(workflow, 'drill', {
        ...{ given, folder, tools },
        run: (inputs, which) => {
          expect(which).toBe('restore');
          return play(inputs, { action });
        },
      });
      const outcomes = Object.fromEntries(
        Object.entries(byId).map(([id, { outcome }]) => [id, outcome]),
      );
      const deleted = read('deleted').split('\n').filter(Boolean);
      check({
        outcomes,
        deleted,
        simulator,
        evidence: read('evidence.txt'),
        checked: read('checked'),
      });
    });
  } finally {
    for (const one of [folder, tools]) rmSync(one, { recursive: true });
  }
}

test('it restores the newest backup, looks at its data, deletes what it has made, and keeps the evidence', () =>
  playDrill({}, ({ outcomes, deleted, evidence, checked, simulator }) => {
    const [made] = simulator.restored;
    expect(outcomes).toEqual({ restore: 'success', check: 'success', delete: 'success' });
    expect(made).toMatchObject({
      name: 'drill-17600000001-2',
      originalId: SOURCE_ID,
      state: 'ready',
    });
    // Refused twice, while it makes its first backup.
    expect(deleted).toEqual(Array(3).fill(`rds instance delete ${made?.id}`));
    expect(checked).toMatch(/^192\.168\.\d+\.142 5432\n$/);
    expect(evidence).toBe(
      `instance drill-17600000001-2 (${made?.id}), created: true\nrestored: success, checked: success, deleted: success\ncount,max\n7,2026-11-21\n`,
    );
  }));

test('after a check that fails it is deleted all the same', () =>
  playDrill({ hasData: false }, ({ outcomes, deleted, evidence }) => {
    expect(outcomes).toEqual({ restore: 'success', check: 'failure', delete: 'success' });
    expect(deleted).toHaveLength(3);
    expect(evidence).toContain('restored: success, checked: failure, deleted: success');
  }));

test('after a restore that failed, what it has made is deleted, and nothing is looked at', () =>
  playDrill({ fault: { name: 'restore-fails' } }, ({ outcomes, deleted, simulator }) => {
    expect(outcomes).toEqual({ restore: 'failure', delete: 'success' });
    expect(deleted[0]).toBe(`rds instance delete ${simulator.restored[0]?.id}`);
  }));

test('after one that may exist nothing is deleted, and the evidence has the name', () =>
  playDrill({ fault: { name: 'reset-after', operation: 'restore' } }, (played) => {
    expect(played.outcomes).toEqual({ restore: 'failure' });
    expect(played.deleted).toEqual([]);
    expect(played.evidence).toContain('instance drill-17600000001-2 (');
    expect(played.evidence).toContain('created: false');
  }));
