import type { RunContext } from '../../../src/action/github.ts';

export const usualRun: RunContext = {
  repository: 'octo-org/shop',
  repositoryId: '123456789',
  workflowPath: '.github/workflows/deploy.yml',
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
      repository: text,
      repositoryId: text,
      workflowPath: text,
      runId,
      runAttempt,
      job: text,
      step: text,
      sha: oddTexts[(index + 3) % oddTexts.length] ?? '',
      actor: oddTexts[(index + 5) % oddTexts.length] ?? '',
    })),
  ),
);
