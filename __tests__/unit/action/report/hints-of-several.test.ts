import { expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import { advice, option } from '../../../../src/errors/advice.ts';
import { type Advice, BackupError } from '../../../../src/index.ts';
import { aBackup } from '../../../support/memory-cloud.ts';

test('with several databases the summary says of each that went wrong what to change', () => {
  const order = (instanceId: string) => ({ service: 'taurusdb', instanceId, name: 'n' }) as const;
  const fails = (hint: Advice) => new BackupError('It was refused.', { hint });
  const results = [
    { order: order('i-1'), backup: aBackup({ status: 'COMPLETED' }), error: undefined },
    { order: order('i-2'), backup: undefined, error: fails('Raise the quota.') },
    {
      order: order('i-3'),
      backup: undefined,
      error: fails(advice`Give ${option('projectId')}: it is needed.`),
    },
  ];
  const location = { projectId: undefined, region: undefined };
  const state = { results, location, deletedIds: undefined, checks: undefined };
  const lines = buildSummary(state, { message: 'x', hint: undefined }).split('\n');
  expect(lines.filter((line) => line.startsWith('- '))).toEqual([
    '- TaurusDB <code>i-2</code>: It was refused. Raise the quota.',
    '- TaurusDB <code>i-3</code>: It was refused. Give project&#95;id&#58; it is needed.',
  ]);
});
