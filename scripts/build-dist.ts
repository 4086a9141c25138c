import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listBundledLicenses } from './bundled-licenses.ts';
import { minifyBundle } from './minify-bundle.ts';
import { type Stage, stageBundle } from './stage-bundle.ts';

/** Bundles `main.js` of a library folder. The same sources give the same bytes, from the same stage. */
export function buildDist(
  root: string,
  outDir: string,
  from: Stage = { libDir: 'lib', name: 'bundle' },
): { readonly statsFile: string } {
  const target = join(root, outDir);
  const statsFile = join(root, 'node_modules', '.cache', `${from.name}-stats.json`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(statsFile), { recursive: true });
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
  return { statsFile };
}

if (import.meta.main) buildDist(join(import.meta.dirname, '..'), 'dist');
