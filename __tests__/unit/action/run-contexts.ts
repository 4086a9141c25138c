import fc from 'fast-check';
import type { RunContext } from '../../../src/task/origin.ts';
import { oddText } from '../../fuzz/odd-values.ts';

export const usualRun: RunContext = {
  serverUrl: 'https://github.com',
  repository: 'octo-org/shop',
  repositoryId: '123456789',
  workflowPath: '.github/workflows/deploy.yml',
  workflow: 'Deploy',
  runId: '12345678901',
  runAttempt: 1,
  job: 'deploy',
  step: '__run',
  sha: '0123456789abcdef',
  actor: 'octocat',
};

const oddTexts = [
  '',
  '-',
  '___',
  '9',
  'a'.repeat(300),
  'a b\tc\r\nd',
  `>!<"&'=`,
  'ü/备份/😀',
  '😀'.repeat(200),
  '\ud800',
  'a/b/c',
  '::error::x',
  '.github',
  'renovate[bot]',
  'a.b-c_d',
  '-lead-and-trail-',
  'fifteen-chars-x-y',
];
const oddNumbers = [0, 1, 99, 12_345_678_901, Number.MAX_SAFE_INTEGER];
const oddRunIds = [
  '',
  '1',
  '12345678901',
  '9'.repeat(16),
  '9'.repeat(17),
  '-1',
  'ü/备份 1',
  'run-1_',
];

/** Contexts of runs, every odd text in every place and with every odd id and number. */
export const oddRuns: readonly RunContext[] = oddTexts.flatMap((text, index) =>
  oddRunIds.flatMap((runId) =>
    oddNumbers.map((runAttempt) => ({
      serverUrl: text,
      repository: text,
      repositoryId: text,
      workflowPath: text,
      workflow: text,
      runId,
      runAttempt,
      job: text,
      step: text,
      sha: oddTexts[(index + 3) % oddTexts.length] ?? '',
      actor: oddTexts[(index + 5) % oddTexts.length] ?? '',
    })),
  ),
);

const count = fc.maxSafeInteger().map(Math.abs);
const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
export const dice = fc.option(
  die.map((value) => () => value),
  { nil: undefined },
);
const repository = fc.oneof(
  oddText,
  fc.constantFrom('octo/shop', 'octo/shop-2', 'octo/gh-shop', 'octo/1-2-3', 'o/a-very-long-name-x'),
);

const isTold = (text: string) => text !== '';

const told = oddText.filter(isTold);

/** Everything that stays the same for every run of one workflow, where the runner tells ids. */
export const byIds = fc.record({
  serverUrl: oddText,
  repository,
  repositoryId: fc.oneof(told, count.map(String)),
  workflowPath: fc.oneof(told, fc.constant('.github/workflows/deploy.yml')),
  workflow: oddText,
});

/** The same where one of them is missing, and names stand in. */
export const byNames = fc
  .record({
    serverUrl: fc.oneof(told, fc.constant('https://git.example.com')),
    repository: repository.filter(isTold),
    repositoryId: fc.oneof(oddText, fc.constant('')),
    workflowPath: fc.oneof(oddText, fc.constant('')),
    workflow: fc.oneof(told, fc.constant('Deploy')),
  })
  .filter(({ repositoryId, workflowPath }) => !isTold(repositoryId) || !isTold(workflowPath));

export const workflow = fc.oneof(byIds, byNames);

/** And what differs from run to run. */
export const moment = fc.record({
  runId: fc.oneof(oddText, count.map(String)),
  runAttempt: count,
  job: oddText,
  step: oddText,
  sha: oddText,
  actor: oddText,
});

export const target = fc.record({ service: oddText, instanceId: oddText });
