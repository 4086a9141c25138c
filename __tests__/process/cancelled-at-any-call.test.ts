import { expect, test } from '@jest/globals';
import type { RecordedRequest } from '../../simulator/index.ts';
import { withStepCloud } from '../support/step-cloud.ts';
import { checkRows } from '../support/table.ts';

const HOUR_MS = 3_600_000;

/** With a name of the user's the first list is before the create, the second polls the backup. */
const CALLS: Readonly<Record<string, { readonly operation: string; readonly nth?: number }>> = {
  'the lookup of the project': { operation: 'projects' },
  'the search before the create': { operation: 'list' },
  'the create': { operation: 'create' },
  'a poll': { operation: 'list', nth: 2 },
  'a lookup of the job': { operation: 'job' },
};

const moments = Object.entries(CALLS).flatMap(([title, call]) =>
  (['request', 'answer'] as const).map((moment) => [title, moment, call] as const),
);

test('cancelled at the request or the answer of any call: it ends at once and says what exists', () =>
  checkRows(moments, async (_, moment, { operation, nth = 1 }) => {
    await withStepCloud({ backupMs: HOUR_MS }, async ({ simulator, run }) => {
      let count = 0;
      const when = (request: RecordedRequest) => request.operation === operation && ++count === nth;
      const inputs = { name: 'before-release-42' };
      const step = await run('taurusdb', { inputs, cancelAt: { moment, when } });
      expect(step.exitCode).toBe(1);
      expect(count).toBeGreaterThanOrEqual(nth);
      const text = step.annotations.map((annotation) => annotation.text).join('\n');
      const [made, ...others] = simulator.backups;
      expect(others).toEqual([]);
      if (made === undefined) {
        expect(text).toMatch(/there is none|may exist/);
      } else if (!text.includes('may exist')) {
        expect(text).toContain(made.id);
        expect(step.outputs['backup_id']).toBe(made.id);
      }
    });
  }));
