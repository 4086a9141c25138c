import { expect, test } from '@jest/globals';
import { listMisspelt } from '../../../../src/task/inputs/misspelt.ts';

test.each([
  ['stm_endpoint', 'sts_endpoint'],
  ['iat_endpoint', 'iam_endpoint'],
])('%s is nearly two inputs: the nearest is meant, %s', (written, meant) => {
  expect(listMisspelt([[written, 'https://x']], {})).toMatchObject([{ meant }]);
});
