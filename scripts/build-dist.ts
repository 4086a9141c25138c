import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Bundles `lib/main.js` into a folder. The same sources give the same bytes. */
export function buildDist(root: string, outDir: string): void {
  const target = join(root, outDir);
  rmSync(target, { recursive: true, force: true });
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const options = ['-o', target, '-m', '--license', 'licenses.txt', '--no-cache', '-q'];
  execFileSync(process.execPath, [ncc, 'build', join('lib', 'main.js'), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
}

if (import.meta.main) buildDist(join(import.meta.dirname, '..'), 'dist');
