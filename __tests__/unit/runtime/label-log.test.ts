import { expect, test } from '@jest/globals';
import { labelLog } from '../../../src/runtime/log.ts';
import { recordLog } from '../../support/memory-cloud.ts';

test('every text carries the label; a secret is hidden as it is', () => {
  const log = recordLog();
  const labelled = labelLog(log, () => 'rds 42');
  labelled.debug('a');
  labelled.info('b');
  labelled.warning('c');
  labelled.secret('the-key');
  expect(log.lines).toEqual(['debug: rds 42: a', 'info: rds 42: b', 'warning: rds 42: c']);
  expect(log.secrets).toEqual(['the-key']);
});
