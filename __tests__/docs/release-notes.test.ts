import { expect, test } from '@jest/globals';
import { releaseNotes } from '../../scripts/release-notes.ts';
import { readText } from '../support/repository.ts';

const packageJson = '{\n  "name": "a",\n  "version": "1.2.3",\n  "license": "MIT"\n}\n';
const changelog =
  '# Change log\n\n## 1.2.30\n\nOf another.\n\n## [1.2.3] - 2026-11-21\n\n### Added\n\n- A thing.\n\n## 1.2.2\n\n';

test('a release’s notes are the change log’s section of its version', () => {
  expect(releaseNotes('v1.2.3', { packageJson, changelog })).toBe('### Added\n\n- A thing.\n');
});

test.each([
  ['v1.2.2', 'package.json has version 1.2.3, the tag v1.2.2'],
  ['1.2.3', '1.2.3 is no tag like v1.2.3'],
  ['v1.2.3-rc.1', 'v1.2.3-rc.1 is no tag like v1.2.3'],
  ['v1', 'v1 is no tag like v1.2.3'],
])('the tag %s is refused', (tag, message) => {
  expect(() => releaseNotes(tag, { packageJson, changelog })).toThrow(message);
});

test.each([
  ['has no section', '## 1.2.30\n\nOf another.\n', 'CHANGELOG.md has no section 1.2.3'],
  ['says nothing', '## 1.2.3\n\n## 1.2.2\n\n- A thing.\n', 'CHANGELOG.md says nothing about 1.2.3'],
])('a change log that %s is refused', (_, text, message) => {
  expect(() => releaseNotes('v1.2.3', { packageJson, changelog: text })).toThrow(message);
});

test('the version is read from this project’s package.json', () => {
  const { version } = JSON.parse(readText('package.json'));
  const sources = { packageJson: readText('package.json'), changelog: `## ${version}\n\nAll.\n` };
  expect(releaseNotes(`v${version}`, sources)).toBe('All.\n');
});
