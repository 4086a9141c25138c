import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface StatsModule {
  readonly name?: string;
  readonly modules?: readonly StatsModule[];
}

const PACKAGE = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^./@][^/]*)\//;

/** The folders between a module and its package: what a package took from elsewhere has its licence there. */
function listBelow(path: string, folder: string): readonly string[] {
  const parent = `${dirname(path)}/`;
  return parent === folder ? [] : [parent, ...listBelow(dirname(path), folder)];
}

function listFolders(modules: readonly StatsModule[]): readonly string[] {
  return modules.flatMap(({ name = '', modules: inner = [] }) => {
    const path = name.replaceAll('\\', '/');
    const folder = PACKAGE.exec(path)?.[0];
    return [
      ...(folder === undefined ? [] : [folder, ...listBelow(path, folder)]),
      ...listFolders(inner),
    ];
  });
}

function readLicense(dir: string): string {
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(dir, file), 'utf8');
  return text.replaceAll('\r\n', '\n').trim();
}

/** undici brings llhttp as WebAssembly, and not its licence. */
function readOwnCopy(folder: string): string {
  if (!folder.endsWith('/llhttp/')) return '';
  return readFileSync(join(import.meta.dirname, 'licenses', 'llhttp.txt'), 'utf8').trim();
}

function describeFolder(root: string, folder: string): string {
  const dir = join(root, folder);
  const text = readLicense(dir) || readOwnCopy(folder);
  // Folders of a package have no name of their own; only those with a licence count.
  if (!existsSync(join(dir, 'package.json')))
    return text && `${folder.replace(/^node_modules\//, '')}\n\n${text}`;
  const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  return `${name} ${version}\n${license}\n\n${text}`.trim();
}

/**
 * The licences of every package that a bundle holds, from the bundler's own statistics: its own
 * licence file leaves out the packages whose modules it has joined.
 */
export function listBundledLicenses(root: string, statsFile: string): string {
  const stats: StatsModule = JSON.parse(readFileSync(statsFile, 'utf8'));
  const folders = [...new Set(listFolders(stats.modules ?? []))]
    .map((folder) => folder.replace(/^.*?(?=node_modules\/)/, ''))
    .filter((folder) => existsSync(join(root, folder)));
  const texts = [...new Set(folders.map((folder) => describeFolder(root, folder)))]
    .filter(Boolean)
    .sort();
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
