import { expect, test } from '@jest/globals';
import { readText } from '../support/repository.ts';
import { checkDocuments } from './check-documents.ts';
import { listSnippets, pages } from './snippets.ts';
import { toWholeWorkflow } from './whole-workflow.ts';
import { workflowFiles } from './workflow-file.ts';

/** The command's page has YAML of GitLab and Kubernetes. */
const ofGitHub = pages.filter((page) => page !== 'docs/command.md');
const snippets = ofGitHub.flatMap(listSnippets).map((snippet, at) => ({
  title: snippet.title,
  path: `.github/workflows/snippet-${at + 1}.yml`,
  text: toWholeWorkflow(snippet),
}));
const files = ['action.yml', ...workflowFiles].map((path) => ({
  title: path,
  // An example is meant to be copied there.
  path: path.replace(/^examples\//, '.github/workflows/examples-'),
  text: readText(path),
}));
const documents = [...files, ...snippets];
const found = checkDocuments(documents);
const reports = documents.map(({ title }, at) => ({ title, report: found[at] }));

test('every workflow, every part of one and action.yml is checked', () => {
  expect(found.map(({ path }) => path)).toEqual(documents.map(({ path }) => path));
  expect(files.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['.github/workflows/ci.yml', 'examples/live-smoke.yml']),
  );
  expect(snippets.length).toBeGreaterThan(30);
});

test.each(reports)('GitHub’s language service finds nothing wrong in $title', ({ report }) => {
  expect(report?.languageService).toEqual([]);
});

test.each(reports)('actionlint finds nothing wrong in $title', ({ report }) => {
  expect(report?.actionlint).toEqual([]);
});
