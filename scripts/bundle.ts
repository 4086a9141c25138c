import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { minifySync, transformSync } from '@swc/core';

/** The head of a module in the bundler's map from a module's number to its function. */
const MODULE_HEAD = /^(\/\*\*\*\/ \d+:\n\/\*\*\*\/ )\(/gm;
const MARK = '_module(';

const COMPRESS = { ecma: 2022, passes: 2, keep_classnames: true } as const;

/** Drops what nothing calls, and keeps names and lines: Node prints the whole line that an uncaught error comes from. */
const dropUnused = (code: string): string =>
  transformSync(code, {
    isModule: true,
    module: { type: 'es6' },
    jsc: {
      parser: { syntax: 'ecmascript' },
      target: 'es2022',
      minify: { compress: { ...COMPRESS, module: true }, mangle: false },
    },
  }).code;

/**
 * Makes the action's scripts small. The bundler's own minifier would
 * keep code that nothing calls, and leave the chunks as they are. Names of classes stay: errors show
 * them. The brackets around each module of the action stay as well, which the minifier would take
 * off: V8 takes a function in brackets for one that is called at once, and compiles it while it
 * reads it; any other it reads twice. It leaves those of a call alone.
 */
function minify(code: string): string {
  if (code.includes(MARK)) throw new Error(`the bundle calls ${MARK}) itself`);
  const marked = code.replace(MODULE_HEAD, `$1${MARK}`);
  if (marked === code) throw new Error('the bundle has no map of modules');
  const minified = minifySync(marked, {
    module: false,
    ecma: 2022,
    compress: { ...COMPRESS, module: false },
    mangle: { keep_classnames: true },
    // V8 keeps a text of one byte a character, and reads it faster, unless one needs two.
    format: { comments: false, ascii_only: true },
  });
  return escapeRest(minified.code.replaceAll(MARK, '('));
}

/** The minifier leaves the templates of tags as they are; ours read them cooked, where an escape is its character. */
const escapeRest = (code: string): string =>
  code.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

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
function listLicenses(root: string, statsFile: string): string {
  const stats: StatsModule = JSON.parse(readFileSync(statsFile, 'utf8'));
  const folders = [...new Set(listFolders(stats.modules ?? []))]
    .map((folder) => folder.replace(/^.*?(?=node_modules\/)/, ''))
    .filter((folder) => existsSync(join(root, folder)));
  const texts = [...new Set(folders.map((folder) => describeFolder(root, folder)))]
    .filter(Boolean)
    .sort();
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

export interface BundleOptions {
  readonly entry: string;
  /** An absolute path; the bundler's statistics become a file beside it. */
  readonly target: string;
  /** Whether the bundle is an ES module, with names and lines as they are; else it is the action's: CommonJS, and small. */
  readonly isEsModule: boolean;
  /** Packages that stay outside. */
  readonly external?: readonly string[];
}

/** Makes one small script of an entry and all that it imports, with a `licenses.txt` beside it. */
export function bundle(root: string, { entry, target, isEsModule, external = [] }: BundleOptions) {
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const statsFile = `${target}-stats.json`;
  const outside = external.flatMap((name) => ['-e', name]);
  const options = ['-o', target, ...outside, '--stats-out', statsFile, '--no-cache', '-q'];
  execFileSync(process.execPath, [ncc, 'build', entry, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const name of readdirSync(target).filter((file) => file.endsWith('.js'))) {
    const file = join(target, name);
    const code = readFileSync(file, 'utf8');
    writeFileSync(file, isEsModule ? dropUnused(code) : minify(code));
  }
  writeFileSync(join(target, 'licenses.txt'), listLicenses(root, statsFile));
}
