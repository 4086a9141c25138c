import { expect, test } from '@jest/globals';
import { readInputs } from '../../../src/action/read-inputs.ts';
import { stepWords } from '../../../src/action/step-words.ts';
import { describeMisspelt } from '../../../src/task/inputs/misspelt.ts';
import { recordLog } from '../../support/memory-cloud.ts';

const problemsOf = (env: Readonly<Record<string, string>>) =>
  readInputs(env, recordLog()).misspelt.map((one) => {
    const { input, problem } = describeMisspelt(one, stepWords);
    return `${input}: ${problem}`;
  });

test.each([
  ['INPUT_DATABASE', 'database', 'databases'],
  ['INPUT_TARGET', 'target', 'targets'],
])('%s may be a job’s own variable: the error says so, and the way out', (name, written, meant) => {
  expect(problemsOf({ [name]: 'shop' })).toEqual([
    `${written} is no input: did you mean ${meant}? If it is the environment variable ${name}, such as of the job’s env, empty it at this step: env: { ${name}: '' }`,
  ]);
});

test('the way out works: an empty variable says nothing', () => {
  expect(problemsOf({ INPUT_DATABASE: '' })).toEqual([]);
});

test('what can hardly be a variable is an input that is misspelt', () => {
  expect(problemsOf({ 'INPUT_DRY-RUN': 'true' })).toEqual([
    'dry-run is no input: did you mean dry_run?',
  ]);
});
