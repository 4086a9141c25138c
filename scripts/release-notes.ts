import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// It needs no packages: the release checks before it installs anything.

interface Sources {
  readonly packageJson: string;
  readonly changelog: string;
}

/** The change log's section of the tag's version; an error, if the version is not package.json's. */
export function releaseNotes(tag: string, { packageJson, changelog }: Sources): string {
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  if (version === undefined) throw new Error(`${tag} is no tag like v1.2.3`);
  const written = /^ {2}"version": "([^"]*)",$/m.exec(packageJson)?.[1];
  if (written !== version) throw new Error(`package.json has version ${written}, the tag ${tag}`);
  const sections = changelog.split(/^## /m).slice(1);
  const [heading, ...lines] =
    sections.find((section) => /^\[?([^\]\s]+)/.exec(section)?.[1] === version)?.split('\n') ?? [];
  const notes = lines.join('\n').trim();
  if (heading === undefined) throw new Error(`CHANGELOG.md has no section ${version}`);
  if (notes === '') throw new Error(`CHANGELOG.md says nothing about ${version}`);
  return `${notes}\n`;
}

if (import.meta.main) {
  const read = (file: string) =>
    readFileSync(join(import.meta.dirname, '..', file), 'utf8').replaceAll('\r\n', '\n');
  const sources = { packageJson: read('package.json'), changelog: read('CHANGELOG.md') };
  process.stdout.write(releaseNotes(process.argv[2] ?? '', sources));
}
