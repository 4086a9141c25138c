import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { listBlocks, readText } from '../support/repository.ts';
import { isWorkflow, pages } from './snippets.ts';
import { listSteps, workflowFiles } from './workflow-file.ts';

// What zizmor, which no registry at hand has, looks for in workflows and other tests here do not: under
// its names. `docs/workflows` pins actions (unpinned-uses), keeps credentials out of checkouts
// (artipacked), allows no rights that no step needs (excessive-permissions) and no expression in a
// shell line (template-injection).

const files = workflowFiles.map((title) => ({ title, text: readText(title) }));
const copied = pages.flatMap((page) =>
  listBlocks(readText(page), 'yaml')
    .filter((text) => isWorkflow(parse(text)))
    .map((text, at) => ({ title: `${page}, workflow ${at + 1}`, text })),
);
const all = [...files, ...copied];

/** Run with the rights of the repository, for what somebody outside of it has sent. */
const DANGEROUS = ['pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'discussion'];

test.each(all)('dangerous-triggers: $title', ({ text }) => {
  expect(Object.keys(parse(text).on).filter((name) => DANGEROUS.includes(name))).toEqual([]);
});

test.each(all)('secrets-inherit: $title passes secrets by name', ({ text }) => {
  expect(text).not.toMatch(/^\s*secrets:\s*inherit/m);
  expect(text).not.toMatch(/toJSON\(\s*secrets/i);
});

test.each(all)('github-env: $title writes no variables for later steps', ({ text }) => {
  for (const { run = '' } of listSteps(text)) expect(run).not.toMatch(/GITHUB_(?:ENV|PATH)/);
});

test.each(all)('cache-poisoning: $title restores no cache', ({ text }) => {
  for (const { uses = '', with: inputs } of listSteps(text)) {
    expect(uses).not.toMatch(/^actions\/cache/);
    if (uses.startsWith('actions/setup-node@')) expect(inputs['package-manager-cache']).toBe(false);
  }
});

test.each(all)('self-hosted-runner, insecure-commands: $title', ({ text }) => {
  expect(text).not.toMatch(/runs-on:.*self-hosted/);
  expect(text).not.toContain('ACTIONS_ALLOW_UNSECURE_COMMANDS');
});

test('dependabot-cooldown: a new version has to be some days old', () => {
  const { updates } = parse(readText('.github/dependabot.yml'));
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7);
});
