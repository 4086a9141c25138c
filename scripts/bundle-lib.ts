import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listBundledLicenses } from './bundled-licenses.ts';
import { minifyBundle } from './minify-bundle.ts';

/**
 * Makes one script of the library's entry and all that it imports, with as much of the schema
 * library as it uses: Node takes longer to find and read a hundred small files than to run them.
 * Names stay as they are: stacks show them. undici stays a package of its own, since callers may
 * pass in a dispatcher of theirs.
 */
export function bundleLib(root: string, libDir: string): void {
  const cache = mkdtempSync(join(tmpdir(), 'bundle-lib-'));
  const target = join(cache, 'files');
  const statsFile = join(cache, 'stats.json');
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const options = ['-o', target, '-e', 'undici', '--stats-out', statsFile, '--no-cache', '-q'];
  execFileSync(process.execPath, [ncc, 'build', join(libDir, 'index.js'), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  minifyBundle(target, { isEsModule: true });
  copyFileSync(join(target, 'index.js'), join(root, libDir, 'index.js'));
  writeFileSync(join(root, libDir, 'licenses.txt'), listBundledLicenses(root, statsFile));
  rmSync(cache, { recursive: true, force: true });
}
