import { expect, test } from '@jest/globals';

test('the tests run on the Node that the action runs on', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});
