import { expect, test } from '@jest/globals';
import { findDescriptionProblem } from '../../../src/backup/order.ts';
import { buildDefaultDescription } from '../../../src/task/backup-name.ts';
import { checkRows } from '../../support/table.ts';
import { oddRuns, usualRun } from './run-contexts.ts';

test('each run is described by what is known of it', () =>
  checkRows(
    [
      [{}, 'octo-org/shop at 0123456, run 12345678901 attempt 1, job deploy by octocat'],
      [{ sha: '' }, 'octo-org/shop, run 12345678901 attempt 1, job deploy by octocat'],
      [{ actor: '' }, 'octo-org/shop at 0123456, run 12345678901 attempt 1, job deploy'],
      [{ runId: '' }, 'octo-org/shop at 0123456, job deploy by octocat'],
      [
        { runId: 'nightly/7' },
        'octo-org/shop at 0123456, run nightly/7 attempt 1, job deploy by octocat',
      ],
      [{ job: '' }, 'octo-org/shop at 0123456, run 12345678901 attempt 1 by octocat'],
      [
        { runAttempt: 2, job: 'e2e' },
        'octo-org/shop at 0123456, run 12345678901 attempt 2, job e2e by octocat',
      ],
      [
        { repository: '' },
        'a local run at 0123456, run 12345678901 attempt 1, job deploy by octocat',
      ],
      [
        { actor: `o'neil & <co>` },
        'octo-org/shop at 0123456, run 12345678901 attempt 1, job deploy by o neil co',
      ],
    ],
    (changes, text) => {
      const description = buildDefaultDescription({ ...usualRun, ...changes }, () => 0.25);
      expect(description).toBe(`${text} (40000000)`);
    },
  ));

test('no two are alike, also of the jobs of one matrix, and however long the rest is', () => {
  for (const run of [usualRun, ...oddRuns]) {
    const [one, other] = [0, 1 - 2 ** -32].map((value) =>
      buildDefaultDescription(run, () => value),
    );
    expect([one, other]).toEqual([
      expect.stringMatching(/ \(00000000\)$/),
      expect.stringMatching(/ \(ffffffff\)$/),
    ]);
  }
});

test('whatever the run, the description is valid and says something', () => {
  for (const run of oddRuns) {
    const text = buildDefaultDescription(run, Math.random);
    expect([text, findDescriptionProblem(text)]).toEqual([text, undefined]);
    expect(text).toMatch(/\S/);
    expect(text).not.toMatch(/[>!<"&'=\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(text.length).toBeLessThanOrEqual(256);
    expect(text.isWellFormed()).toBe(true);
  }
});
