import { afterEach, expect, jest, test } from '@jest/globals';
import type * as v from 'valibot';
import { startSimulator } from '../../../../simulator/index.ts';
import { InputError } from '../../../../src/index.ts';
import { inputFields } from '../../../../src/task/inputs/fields.ts';
import { runInProcess } from '../../../support/run-in-process.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

type Inputs = Readonly<Record<string, string>>;

afterEach(() => {
  jest.restoreAllMocks();
});

/** Counts how often each field is asked, and how often it reads a text; what it answers stays. */
function countCalls() {
  const count = (schema: v.GenericSchema) => jest.spyOn(schema, '~run').mock.calls;
  return Object.entries(inputFields).map(([name, field]) => {
    const [asked, read] = [count(field), count(field.wrapped)];
    return { name, asked, read, hasDefault: field.default !== undefined };
  });
}

async function runStep(inputs: Inputs) {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
  try {
    const counts = countCalls();
    const { error } = await runInProcess(simulator, clock, { service: 'rds', inputs });
    return { error, counts };
  } finally {
    await simulator.stop();
  }
}

/** What `runInProcess` gives beside them. */
const GIVEN =
  'service instance_id region endpoint iam_endpoint username password domain_name job_summary';

test('no two inputs share a field', () => {
  const fields = Object.values(inputFields);
  expect(new Set(fields).size).toBe(fields.length);
  expect(new Set(fields.map(({ wrapped }) => wrapped)).size).toBe(fields.length);
});

test.each<[string, Inputs, readonly string[]]>([
  ['a backup', {}, []],
  [
    'a backup with every wish',
    {
      description: 'before the deploy',
      cloud: 'otc',
      project_name: 'eu-de',
      wait: 'true',
      wait_timeout: '1h',
      busy_timeout: '10m',
      reuse_existing: 'false',
      keep_last: '3',
      concurrency: '2',
      fail_fast: 'true',
      language: 'zh-cn',
    },
    [],
  ],
  ['a dry run', { dry_run: 'true', name: 'nightly' }, []],
  [
    'a step whose inputs are wrong, each by itself and beside others',
    {
      targets: 'rds:a/b',
      instance_name: '*',
      cloud: 'aws',
      token: 'a b',
      wait: 'no',
      wait_timeout: '1',
      keep_last: '0',
      job_summary: 'no',
      sts_endpoint: 'x',
      agency_name: 'a',
    },
    ['targets', 'instance_name', 'cloud', 'token', 'sts_endpoint', 'wait', 'job_summary'],
  ],
])('%s has each input parsed once', async (_, inputs, wrong) => {
  const { error, counts } = await runStep(inputs);
  const problems = error instanceof InputError ? error.problems.map(({ input }) => input) : [];
  expect(problems).toEqual(expect.arrayContaining([...wrong]));
  if (wrong.length === 0) expect(error).toBeUndefined();
  const given = new Set([...GIVEN.split(' '), ...Object.keys(inputs)]);
  expect(counts.map(({ name, asked, read }) => [name, asked.length, read.length])).toEqual(
    counts.map(({ name, hasDefault }) => [name, 1, given.has(name) || hasDefault ? 1 : 0]),
  );
});
