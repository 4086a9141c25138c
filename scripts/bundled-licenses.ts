import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface StatsModule {
  readonly name?: string;
  readonly modules?: readonly StatsModule[];
}

const PACKAGE = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

function listFolders(modules: readonly StatsModule[]): readonly string[] {
  return modules.flatMap(({ name = '', modules: inner = [] }) => {
    const folder = PACKAGE.exec(name.replaceAll('\\', '/'))?.[0];
    return [...(folder === undefined ? [] : [folder]), ...listFolders(inner)];
  });
}

function describePackage(root: string, folder: string): string {
  const dir = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(dir, file), 'utf8').trim();
  return `${name} ${version}\n${license}\n\n${text.replaceAll('\r\n', '\n')}`.trim();
}

/**
 * The licences of every package that a bundle holds, from the bundler's own statistics: its own
 * licence file leaves out the packages whose modules it has joined.
 */
export function listBundledLicenses(root: string, statsFile: string): string {
  const stats: StatsModule = JSON.parse(readFileSync(statsFile, 'utf8'));
  const folders = [...new Set(listFolders(stats.modules ?? []))]
    .map((folder) => folder.replace(/^.*?(?=node_modules\/)/, ''))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
  const texts = [...new Set(folders.map((folder) => describePackage(root, folder)))].sort();
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
