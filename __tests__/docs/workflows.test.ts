import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseDuration } from '../../src/action/parse-duration.ts';
import { listBlocks, readText, root } from './pages.ts';
import { listSnippets, pages } from './snippets.ts';
import { listSteps, parseWorkflow } from './workflow-file.ts';

const OUR_ACTION = 'OWNER/cloud-db-backup@v1';
const MINUTE_MS = 60_000;

const action = parse(readText('action.yml'));
const inputNames = Object.keys(action.inputs);
const outputNames = Object.keys(action.outputs);
const listFiles = (folder: string) =>
  readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
const workflowFiles = listFiles('.github/workflows');
/** Whole workflows; the other blocks are parts of one. */
const toCopy = listBlocks(readText('README.md'), 'yaml')
  .filter((text) => 'jobs' in parse(text))
  .map((text) => ({ text, name: parse(text).name }));
const all = [...toCopy, ...workflowFiles.map((name) => ({ name, text: readText(name) }))];

test('the README has the two workflows to copy', () => {
  expect(toCopy.map(({ text }) => Object.keys(parseWorkflow(text).on)[0])).toEqual([
    'push',
    'workflow_dispatch',
  ]);
});

test('our action has one name everywhere', () => {
  const names = ['action.yml', ...pages, ...workflowFiles].flatMap(
    (path) => readText(path).match(/[\w.-]+\/cloud-db-backup@\S+/g) ?? [],
  );
  expect([...new Set(names)]).toEqual([OUR_ACTION]);
  const uses = [...all, ...pages.flatMap(listSnippets)].flatMap(
    ({ text }) => text.match(/uses:.*cloud-db-backup.*/g) ?? [],
  );
  expect([...new Set(uses)]).toEqual([`uses: ${OUR_ACTION}`]);
  expect(readText('package.json')).toContain('github.com/OWNER/cloud-db-backup.git"');
});

test.each(all)('$name pins other actions by commit and keeps no credentials', ({ text }) => {
  for (const { uses, with: inputs } of listSteps(parseWorkflow(text))) {
    if (uses === undefined || uses === OUR_ACTION) continue;
    expect(uses).toMatch(/@[0-9a-f]{40}$/);
    expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\\n`));
    if (uses.startsWith('actions/checkout@')) {
      expect(inputs).toMatchObject({ 'persist-credentials': false });
    }
  }
});

test.each(all)('$name puts no expression into a shell line', ({ text }) => {
  const commands = listSteps(parseWorkflow(text)).map(({ run = '' }) => run);
  expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
});

test.each(toCopy)('$name uses inputs and outputs that action.yml has', ({ text }) => {
  const workflow = parseWorkflow(text);
  const ours = listSteps(workflow).filter(({ uses }) => uses === OUR_ACTION);
  expect(ours).toHaveLength(1);
  for (const { id, with: inputs } of ours) {
    expect(inputNames).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(['service', 'instance_id']));
    const used = [...text.matchAll(/steps\.(\w+)\.outputs\.(\w+)/g)];
    expect(used.every(([, step]) => step === id)).toBe(true);
    expect(outputNames).toEqual(expect.arrayContaining(used.map(([, , output]) => output)));
  }
});

test.each(toCopy)('$name outlives the wait, and is never cancelled by a newer run', ({ text }) => {
  const { jobs, concurrency } = parseWorkflow(text);
  expect(concurrency['cancel-in-progress']).toBe(false);
  for (const { 'timeout-minutes': minutes, steps } of Object.values(jobs)) {
    const ours = steps.find(({ uses }) => uses === OUR_ACTION);
    const wait = parseDuration(String(ours?.with['wait_timeout']));
    expect(wait).toHaveProperty('value');
    expect(minutes * MINUTE_MS).toBeGreaterThan('value' in wait ? wait.value : Infinity);
  }
});

test('the workflow to start by hand asks for exactly the inputs it passes on', () => {
  const text = toCopy[1]?.text ?? '';
  const asked = Object.keys(parse(text).on.workflow_dispatch.inputs);
  const passed = [...text.matchAll(/\$\{\{ inputs\.(\w+) \}\}/g)].map(([, name]) => name);
  expect([...new Set(passed)].sort()).toEqual([...asked].sort());
  expect(inputNames).toEqual(expect.arrayContaining(asked));
});
