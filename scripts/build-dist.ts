import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listBundledLicenses } from './bundled-licenses.ts';
import { minifyBundle } from './minify-bundle.ts';
import { stageBundle } from './stage-bundle.ts';

/** Bundles `lib/main.js` into a folder. The same sources give the same bytes. */
export function buildDist(root: string, outDir: string): { readonly statsFile: string } {
  const target = join(root, outDir);
  const statsFile = join(root, 'node_modules', '.cache', 'bundle-stats.json');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(statsFile), { recursive: true });
  const stage = stageBundle(root);
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
