import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildLib } from './build-lib.ts';
import { listBundledLicenses } from './bundled-licenses.ts';
import { minifyBundle } from './minify-bundle.ts';
import { type Stage, stageBundle } from './stage-bundle.ts';

/**
 * Bundles `main.js` of a library folder. The same sources give the same bytes, from the same stage.
 * What is there is replaced when all of the new is: a build that fails takes nothing away.
 */
export function buildDist(
  root: string,
  outDir: string,
  from: Stage = { libDir: 'lib', name: 'bundle' },
): { readonly statsFile: string } {
  const cache = join(root, 'node_modules', '.cache');
  const target = join(cache, `${from.name}-files`);
  const statsFile = join(cache, `${from.name}-stats.json`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const stage = stageBundle(root, from);
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const options = ['-o', target, '--stats-out', statsFile, '--no-cache', '-q'];
  execFileSync(process.execPath, [ncc, 'build', join(stage, 'lib', 'main.js'), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  minifyBundle(target, { isEsModule: false });
  writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(target, 'licenses.txt'), listBundledLicenses(root, statsFile));
  const final = join(root, outDir);
  rmSync(final, { recursive: true, force: true });
  mkdirSync(dirname(final), { recursive: true });
  renameSync(target, final);
  return { statsFile };
}

/** Compiles the sources and bundles what comes of it: a clone may have no `lib/`, or an old one. */
export function buildFromSources(root: string, outDir: string): void {
  buildLib(root);
  buildDist(root, outDir);
}

if (import.meta.main) buildFromSources(join(import.meta.dirname, '..'), 'dist');
