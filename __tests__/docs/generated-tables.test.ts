import { expect, test } from '@jest/globals';
import {
  fillChoices,
  fillPerformance,
  fillPermissions,
  fillTroubleshooting,
  updatePage,
  updateReadme,
} from '../../scripts/docs.ts';
import { serviceIds } from '../../src/services/index.ts';
import { readText } from '../support/repository.ts';

const readme = readText('README.md');
const actionYml = readText('action.yml');

test('the tables of the README are those of action.yml and the registry', () => {
  expect(updateReadme(readme, actionYml)).toBe(readme);
});

test.each(serviceIds)('%s has a page, and its hosts are those of the registry', (id) => {
  const page = readText(`docs/services/${id}.md`);
  expect(page).toContain(`\`service: ${id}\``);
  expect(updatePage(page, id)).toBe(page);
});

test('the table of rights in the README is that of the credentials page', () => {
  expect(fillPermissions(readme, readText('docs/credentials.md'))).toBe(readme);
});

test('the table of the performance page is that of the results that were kept', () => {
  const page = readText('docs/performance.md');
  expect(fillPerformance(page, readText('bench/results.json'))).toBe(page);
});

test('the codes and hints under troubleshooting are those that the action goes by', () => {
  const page = readText('docs/troubleshooting.md');
  expect(fillTroubleshooting(page)).toBe(page);
});

test('a changed description makes the README stale', () => {
  const changed = actionYml.replace(
    'Whether to write a job summary.',
    'Whether a summary is written.',
  );
  expect(updateReadme(readme, changed)).toMatch(
    /`job_summary` +\| Whether a summary is written\. /,
  );
});

test.each([
  ['input', 'inputs: {name: {default: a}}\noutputs: {}', 'the input name has no description'],
  ['output', 'inputs: {}\noutputs: {status: {}}', 'the output status has no description'],
])('an %s without a description is an error', (_, yaml, message) => {
  expect(() => updateReadme(readme, yaml)).toThrow(message);
});

test('the workflows to copy have the services to choose from', () => {
  const page = readText('docs/workflows.md');
  expect(fillChoices(page, 'docs/workflows.md')).toBe(page);
});

test('a page that lost a marker, the list of choices or the table of rights is an error', () => {
  const unmarked = readme.replace('<!-- end:inputs -->', '');
  expect(() => updateReadme(unmarked, actionYml)).toThrow('<!-- begin:inputs -->');
  expect(() => fillChoices(readme, 'README.md')).toThrow('no list of services');
  expect(() => fillPermissions(readme, '## Permissions\n')).toThrow('no table of rights');
});
