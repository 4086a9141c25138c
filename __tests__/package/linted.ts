import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, Package } from '@arethetypeswrong/core';
import { expect, test } from '@jest/globals';
import { publint } from 'publint';
import type { Installed } from './install-project.ts';

/** What publint says of an unpacked package, in words. */
async function lint(pkgDir: string): Promise<readonly string[]> {
  const { messages } = await publint({ pkgDir, pack: false, strict: true });
  return messages.map(({ type, code, path }) => `${type} ${code} ${path.join('.')}`);
}

/**
 * What arethetypeswrong says of the types. The package is ESM alone: TypeScript's oldest way to resolve
 * knows no `exports`, and a CommonJS file gets the ES module, which Node takes since 22.12.
 */
async function listTypeProblems(pkg: Package): Promise<readonly string[]> {
  const result = await checkPackage(pkg);
  if (result.types === false) return ['no types'];
  return result.problems.flatMap((problem) => {
    const { kind } = problem;
    if (!('resolutionKind' in problem)) return [kind];
    const { entrypoint, resolutionKind } = problem;
    const isForEsm = resolutionKind === 'node16-esm' || resolutionKind === 'bundler';
    return isForEsm ? [`${kind} ${entrypoint} ${resolutionKind}`] : [];
  });
}

/** What the linters of npm packages find in ours: nothing. */
export function testLinted(findInstalled: () => Installed): void {
  const readTarball = () =>
    createPackageFromTarballData(new Uint8Array(readFileSync(findInstalled().tarball)));
  const findFolder = () => join(findInstalled().project, 'node_modules', 'cloud-db-backup');

  test('publint finds nothing, not even a suggestion', async () => {
    expect(await lint(findFolder())).toEqual([]);
  });

  test('publint would find an entry that is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'linted-'));
    try {
      cpSync(findFolder(), folder, { recursive: true });
      const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
      const broken = manifest.replace('"./lib/index.js"', '"./lib/none.js"');
      writeFileSync(join(folder, 'package.json'), broken);
      expect(await lint(folder)).toEqual([expect.stringContaining('FILE_DOES_NOT_EXIST exports')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('arethetypeswrong finds types at each entry, and nothing wrong with them', async () => {
    expect(await listTypeProblems(readTarball())).toEqual([]);
  });

  test('arethetypeswrong would find an entry without types', async () => {
    const whole = readTarball();
    const paths = whole.listFiles().filter((path) => !path.endsWith('/lib/simulator/index.d.ts'));
    const files = Object.fromEntries(paths.map((path) => [path, whole.readFile(path)]));
    const broken = new Package(files, whole.packageName, whole.packageVersion);
    expect(await listTypeProblems(broken)).toEqual([
      'UntypedResolution ./simulator node16-esm',
      'UntypedResolution ./simulator bundler',
    ]);
  });
}
