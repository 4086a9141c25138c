import { expect, test } from '@jest/globals';
import { buildDefaultDescription } from '../../../src/action/backup-name.ts';
import { findDescriptionProblem } from '../../../src/backup/order.ts';
import { checkRows } from '../../support/table.ts';
import { oddRuns, usualRun } from './run-contexts.ts';

test('each run is described by what is known of it', () =>
  checkRows(
    [
      [{}, 'octo-org/shop at 0123456, run 12345678901 attempt 1 by octocat'],
      [{ sha: '' }, 'octo-org/shop, run 12345678901 attempt 1 by octocat'],
      [{ actor: '' }, 'octo-org/shop at 0123456, run 12345678901 attempt 1'],
      [{ runId: '' }, 'octo-org/shop at 0123456 by octocat'],
      [{ runId: 'nightly/7' }, 'octo-org/shop at 0123456, run nightly/7 attempt 1 by octocat'],
      [{ repository: '' }, 'a local run at 0123456, run 12345678901 attempt 1 by octocat'],
      [
        { actor: `o'neil & <co>` },
        'octo-org/shop at 0123456, run 12345678901 attempt 1 by o neil co',
      ],
    ],
    (changes, text) => {
      expect(buildDefaultDescription({ ...usualRun, ...changes })).toBe(text);
    },
  ));

test('whatever the run, the description is valid and says something', () => {
  for (const run of oddRuns) {
    const text = buildDefaultDescription(run);
    expect([text, findDescriptionProblem(text)]).toEqual([text, undefined]);
    expect(text).toMatch(/\S/);
    expect(text).not.toMatch(/[>!<"&'=\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(text.length).toBeLessThanOrEqual(256);
    expect(text.isWellFormed()).toBe(true);
  }
});
