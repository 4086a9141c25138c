import { expect, test } from '@jest/globals';
import { readText } from '../support/repository.ts';
import { checkDocuments } from './check-documents.ts';
import { listSnippets } from './snippets.ts';
import { toWholeWorkflow } from './whole-workflow.ts';

/** The first snippet of the page that has this, as a whole workflow. */
function find(page: string, has: RegExp): string {
  const snippet = listSnippets(page).find(({ text }) => has.test(text));
  if (snippet === undefined) throw new Error(`${page} has no snippet with ${has}`);
  return toWholeWorkflow(snippet);
}

const quickStart = find('README.md', /^name: First backup/);
const migrate = find('README.md', /migrate\.sh/);
const byHand = find('docs/workflows.md', /^name: Back up a database/);
const several = find('docs/several-databases.md', /^- id: backup/);
const called = find('docs/reusable-workflow.md', /backup\.yml@v1/);
const password = find('docs/credentials.md', /^with:\n {2}username/);
const callsAndMigrates = find('docs/reusable-workflow.md', /needs: backup/);
const list = find('docs/several-databases.md', /^- name: List the restore points/);
const ci = readText('.github/workflows/ci.yml');
const action = readText('action.yml');

const workflowMutations = [
  ['an input that a step of ours does not have', quickStart, /\bregion:/, 'reigon:', /'reigon'/],
  ['one in a part of a step', password, /\busername:/, 'user_name:', /'user_name'/],
  ['one where the action is ./', ci, /\binstance_id:/, 'instance:', /'instance'/],
  ['one of a workflow that is called', called, /\bservice:/, 'servce:', /servce is not defined/],
  ['a secret of it', called, /\bpassword:/, 'passwrd:', /passwrd is not defined/],
  [
    'an output that the action does not have',
    ...[migrate, /steps\.backup\.outputs\.backup_id/, 'steps.backup.outputs.backupid'],
    /invalid: backupid/,
  ],
  ['one read by a part of a job', list, /outputs\.backups/, 'outputs.backup', /invalid: backup /],
  [
    'an output that the called workflow does not have',
    ...[callsAndMigrates, /outputs\.backup_id/, 'outputs.backupid'],
    /invalid: backupid/,
  ],
  ['an expression that does not end', byHand, /inputs\.name \}\}/, 'inputs.name', /expression/],
  ['a function that is none', byHand, /inputs\.name/, 'fromJsn(inputs.name)', /fromJsn/],
  ['an input that nobody asks for', byHand, /inputs\.name/, 'inputs.nme', /invalid: nme/],
  ['a key that a job does not have', migrate, /timeout-minutes:/, 'timeout:', /'timeout'/],
  ['a step that is not there', migrate, /steps\.backup/, 'steps.bakup', /invalid: bakup/],
  ['an action that nobody has listed', migrate, /actions\/checkout/, 'actions/chekout', /resolve/],
  ['a permission that there is not', migrate, /contents: read/, 'content: read', /'content'/],
] as const;

const injections = [
  ['README.md', migrate, /\.\/migrate\.sh/, `echo "\${{ github.event.head_commit.message }}"`],
  ['a part of a job', several, /$/, `\n      - run: echo "\${{ github.head_ref }}"\n`],
  [
    'an issue’s title',
    ...[migrate.replace('push:\n    branches: [main]', 'issues:'), /\.\/migrate\.sh/],
    `echo \${{ github.event.issue.title }}`,
  ],
] as const;

const actionMutations = [
  ['another main', /main: dist/, 'mian: dist', /'mian'/],
  ['a key at the top', /^branding:/m, 'brnding:', /brnding/],
  ['another runtime’s keys', /using: node24/, 'using: docker', /docker/i],
] as const;

/** The text with its first match replaced; a mutation that matches nothing proves nothing. */
function mutate(text: string, from: RegExp, to: string): string {
  const mutated = text.replace(from, () => to);
  if (mutated === text) throw new Error(`nothing matches ${from}`);
  return mutated;
}

const documents = [
  ...workflowMutations.map(([, text, from, to]) => mutate(text, from, to)),
  ...injections.map(([, text, from, to]) => mutate(text, from, to)),
].map((text, at) => ({ path: `.github/workflows/mutation-${at}.yml`, text }));
const actions = actionMutations.map(([, from, to], at) => ({
  path: `mutation-${at}/action.yml`,
  text: mutate(action, from, to),
}));
const reports = checkDocuments([...documents, ...actions]);

test.each(workflowMutations.map(([what, , , , message], at) => ({ what, message, at })))(
  'GitHub’s language service finds $what',
  ({ message, at }) => {
    expect(reports[at]?.languageService.join('\n')).toMatch(message);
  },
);

test.each(injections.map(([what], at) => ({ what, at: workflowMutations.length + at })))(
  'actionlint finds untrusted text in a shell line: $what',
  ({ at }) => {
    expect(reports[at]?.actionlint.join('\n')).toMatch(/potentially untrusted/);
  },
);

test.each(actionMutations.map(([what, , , message], at) => ({ what, message, at })))(
  'GitHub’s language service finds $what in action.yml',
  ({ message, at }) => {
    expect(reports[documents.length + at]?.languageService.join('\n')).toMatch(message);
  },
);
