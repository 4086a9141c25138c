import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseDuration } from '../../src/task/inputs/field-parsers.ts';
import { listBlocks, readText } from '../support/repository.ts';
import { isWorkflow, listSnippets, pages } from './snippets.ts';
import { listSteps, parseReusable, parseWorkflow, workflowFiles } from './workflow-file.ts';

const OUR_ACTION = 'OWNER/cloud-db-backup@v1';
const OUR_RESTORE = 'OWNER/cloud-db-backup/restore@v1';
const OUR_WORKFLOW = 'OWNER/cloud-db-backup/.github/workflows/backup.yml@v1';
const MINUTE_MS = 60_000;

const action = parse(readText('action.yml'));
const inputNames = Object.keys(action.inputs);
const outputNames = Object.keys(action.outputs);
/** Whole workflows; the other blocks are parts of one. */
const listToCopy = (page: string) =>
  listBlocks(readText(page), 'yaml')
    .filter((text) => isWorkflow(parse(text)))
    .map((text) => ({ text, name: parse(text).name }));
const ofReadme = listToCopy('README.md');
const ofPage = listToCopy('docs/workflows.md');
const toCopy = pages.flatMap(listToCopy);
const all = [...toCopy, ...workflowFiles.map((name) => ({ name, text: readText(name) }))];

const listTriggers = (workflows: typeof all) =>
  workflows.map(({ text }) => Object.keys(parseWorkflow(text).on));

test('the README has a first workflow and one before a migration, its page four more: of several databases, beside a build, by hand, and a schedule', () => {
  expect(listTriggers(ofReadme)).toEqual([['workflow_dispatch'], ['push']]);
  expect(listTriggers(ofPage)).toEqual([['push'], ['push'], ['workflow_dispatch'], ['schedule']]);
  expect(ofPage[0]?.text).toMatch(/^ {10}targets: \|$/m);
  expect(ofPage[1]?.text).toMatch(/^ {4}needs: \[backup, build\]/m);
  expect(ofPage[3]?.text).toMatch(/^ {10}keep_last: \d+$/m);
  expect(listToCopy('docs/several-databases.md')[0]?.text).toMatch(/^ {6}matrix:$/m);
});

test('one workflow is there to be called, and all others have no permissions at the top', () => {
  const toCall = workflowFiles.filter((path) => 'workflow_call' in parse(readText(path)).on);
  expect(toCall).toEqual(['.github/workflows/backup.yml']);
  for (const { name, text } of all) {
    if (toCall.includes(name)) parseReusable(text);
    else parseWorkflow(text);
  }
});

test('our action has one name everywhere', () => {
  const names = ['action.yml', ...pages, ...workflowFiles].flatMap(
    (path) => readText(path).match(/[\w.-]+\/cloud-db-backup@\S+/g) ?? [],
  );
  expect([...new Set(names)].filter((name) => !/@[0-9a-f]{40}$/.test(name))).toEqual([OUR_ACTION]);
  const uses = [...all, ...pages.flatMap(listSnippets)].flatMap(
    ({ text }) => text.match(/uses:.*cloud-db-backup.*/g) ?? [],
  );
  expect([...new Set(uses)].sort()).toEqual([
    `uses: ${OUR_WORKFLOW}`,
    `uses: ${OUR_RESTORE}`,
    `uses: ${OUR_ACTION}`,
  ]);
  expect(readText('package.json')).toContain('github.com/OWNER/cloud-db-backup.git"');
});

test('what the pages show pins another action as the workflows of this repository do', () => {
  const pinsOf = (texts: readonly { readonly text: string }[]) =>
    new Set(texts.flatMap(({ text }) => text.match(/actions\/[\w/-]+@[0-9a-f]{40} # \S+/g) ?? []));
  const own = pinsOf(workflowFiles.map((path) => ({ text: readText(path) })));
  const lagging = [...pinsOf(pages.map((path) => ({ text: readText(path) })))];
  expect(lagging.filter((pin) => !own.has(pin))).toEqual([]);
  expect(lagging.length).toBeGreaterThan(0);
  const actions = [...own].map((pin) => pin.split('@')[0]);
  expect(actions).toEqual([...new Set(actions)]);
});

test.each(all)('$name pins other actions by commit and keeps no credentials', ({ text }) => {
  for (const { uses, with: inputs } of listSteps(text)) {
    if (uses === undefined || [OUR_ACTION, OUR_RESTORE, './'].includes(uses)) continue;
    expect(uses).toMatch(/@[0-9a-f]{40}$/);
    expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\\n`));
    if (uses.startsWith('actions/checkout@')) {
      expect(inputs).toMatchObject({ 'persist-credentials': false });
    }
  }
});

const writing = {
  '.github/workflows/codeql.yml': { 'security-events': ['analyze'] },
  '.github/workflows/release.yml': {
    'id-token': ['publish'],
    attestations: ['publish'],
    contents: ['release'],
  },
};

test.each(workflowFiles)('%s may write only what it has to, in the job that has to', (path) => {
  const { jobs } = parse(readText(path));
  const granted: Record<string, string[]> = {};
  for (const [job, { permissions = {} }] of Object.entries<{ permissions?: object }>(jobs)) {
    for (const [name, access] of Object.entries(permissions)) {
      if (access !== 'read') granted[name] = [...(granted[name] ?? []), job];
    }
  }
  expect(granted).toEqual(Object.entries(writing).find(([file]) => file === path)?.[1] ?? {});
});

test('a release attests what npm installs and what the action runs, built from the sources', () => {
  const steps = listSteps(readText('.github/workflows/release.yml'));
  const [attest] = steps.filter(({ uses }) => uses?.startsWith('actions/attest@'));
  expect(attest?.with['subject-path']).toBe(
    'release/*.tgz\nrelease/*.mjs\nrelease/dist/*\nrelease/dist/restore/*\n',
  );
  const build = steps.find(({ run }) => run?.startsWith('npm run build\n'))?.run;
  expect(build).toContain('git status --porcelain -- dist');
  expect(build).toContain('cp -R dist "$RUNNER_TEMP/release/dist"');
});

test.each(all)('$name puts no expression into a shell line', ({ text }) => {
  const commands = listSteps(text).map(({ run = '' }) => run);
  expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
});

test.each(toCopy)('$name uses inputs and outputs that action.yml has', ({ text }) => {
  const steps = listSteps(text);
  const ours = steps.filter(({ uses }) => uses === OUR_ACTION);
  const calls = Object.values(parseWorkflow(text).jobs).filter(({ uses }) => uses === OUR_WORKFLOW);
  const restores = steps.filter(({ uses }) => uses === OUR_RESTORE);
  expect(ours.length + calls.length + restores.length).toBe(1);
  const others = steps.filter(({ id, uses }) => id !== undefined && uses !== OUR_ACTION);
  for (const { id, with: inputs } of ours) {
    expect(inputNames).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(Object.keys(inputs).join(' ')).toMatch(/\bservice .*\binstance_(id|name)\b|\btargets\b/);
    const used = [...text.matchAll(/steps\.(\w+)\.outputs\.(\w+)/g)];
    const [known, own] = [others.map((step) => step.id), used.filter(([, step]) => step === id)];
    expect(used.filter(([, step]) => step !== id && !known.includes(step))).toEqual([]);
    expect(outputNames).toEqual(expect.arrayContaining(own.map(([, , output]) => output)));
  }
});

test.each(toCopy)('$name outlives the wait, and is never cancelled by a newer run', ({ text }) => {
  const { jobs, concurrency } = parseWorkflow(text);
  expect(concurrency['cancel-in-progress']).toBe(false);
  for (const { 'timeout-minutes': minutes, steps } of Object.values(jobs)) {
    const ours = steps.find(({ uses = '' }) => [OUR_ACTION, OUR_RESTORE].includes(uses));
    if (ours === undefined || minutes === undefined) continue;
    const wait = parseDuration(
      String(ours.with['wait_timeout'] ?? action.inputs.wait_timeout.default),
    );
    expect(wait).toHaveProperty('value');
    expect(minutes * MINUTE_MS).toBeGreaterThan('value' in wait ? wait.value : Infinity);
  }
});

test('the workflow to start by hand asks for exactly the inputs it passes on', () => {
  const text = ofPage[2]?.text ?? '';
  const asked = Object.keys(parse(text).on.workflow_dispatch.inputs);
  const passed = [...text.matchAll(/\$\{\{ inputs\.(\w+) \}\}/g)].map(([, name]) => name);
  expect([...new Set(passed)].sort()).toEqual([...asked].sort());
  expect(inputNames).toEqual(expect.arrayContaining(asked));
});
