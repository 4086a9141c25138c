import { expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import {
  type CheckedOrder,
  openReport,
  splitShared,
  type TaskCheck,
} from '../../../../src/task/report/report.ts';

const login: TaskCheck = {
  id: 'login',
  title: 'Login',
  verdict: 'passed',
  text: 'The cloud accepts it.',
};
const project: TaskCheck = { id: 'project', title: 'Project', verdict: 'passed', text: 'p-1.' };
const state: TaskCheck = { id: 'state', title: 'State', verdict: 'passed', text: 'It is ACTIVE.' };

const reportOf = (instanceId: string, checks: readonly TaskCheck[]): CheckedOrder => ({
  order: { service: 'rds', instanceId, name: 'nightly' },
  instance: undefined,
  checks,
  isReady: true,
});

const summaryOf = (checks: readonly CheckedOrder[]) =>
  buildSummary({ ...openReport().state, checks }, undefined);

test('what several databases share stands once, in front of what each has of its own', () => {
  const checks = [login, project, state];
  const text = summaryOf([reportOf('i-1', checks), reportOf('i-2', checks)]);
  expect(text.split('\n').filter(Boolean)).toEqual([
    '### ✅ Dry run: no check failed',
    '#### All 2 databases',
    '| Verdict | Check | Found |',
    '|---|---|---|',
    '| ✅ passed | Login | The cloud accepts it. |',
    '| ✅ passed | Project | p-1. |',
    '#### RDS <code>i-1</code>',
    '| Verdict | Check | Found |',
    '|---|---|---|',
    '| ✅ passed | State | It is ACTIVE. |',
    '#### RDS <code>i-2</code>',
    '| Verdict | Check | Found |',
    '|---|---|---|',
    '| ✅ passed | State | It is ACTIVE. |',
    'No backup was made.',
  ]);
});

test('a login that is refused to all is one failed check', () => {
  const refused: TaskCheck = {
    id: 'login',
    title: 'Login',
    verdict: 'failed',
    text: 'It is refused.',
  };
  const text = summaryOf(['i-1', 'i-2', 'i-3'].map((id) => reportOf(id, [refused, state])));
  expect(text).toContain('### ❌ Dry run: 1 check failed\n');
  expect(text.split('| ❌ failed | Login |')).toHaveLength(2);
});

test('one database shares nothing, and has one table', () => {
  const only = [reportOf('i-1', [login, state])];
  expect(splitShared(only)).toEqual({ shared: [], own: only });
  expect(summaryOf(only)).not.toContain('All ');
});

test.each<[string, Partial<TaskCheck>]>([
  ['another text', { text: 'p-2.' }],
  ['another verdict', { verdict: 'failed' }],
  ['another check', { id: 'instance' }],
])('a check with %s is each one’s own', (_, change) => {
  const reports = [
    reportOf('i-1', [login, project]),
    reportOf('i-2', [login, { ...project, ...change }]),
  ];
  const { shared, own } = splitShared(reports);
  expect(shared).toEqual([login]);
  expect(own.map(({ checks }) => checks)).toEqual([[project], [{ ...project, ...change }]]);
});

test('an instance’s own check is never shared, though it came out alike', () => {
  const reports = ['i-1', 'i-2'].map((id) => reportOf(id, [login, state]));
  expect(splitShared(reports).shared).toEqual([login]);
});
