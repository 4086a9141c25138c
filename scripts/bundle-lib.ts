import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes one script of the library's entry and all that it imports, except for packages: Node takes
 * longer to find and read a hundred small files than to run them.
 */
export function bundleLib(root: string, libDir: string): void {
  const target = join(root, 'node_modules', '.cache', `bundled-${libDir.replaceAll(/\W/g, '-')}`);
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const packages = ['-e', 'undici', '-e', 'valibot'];
  const options = ['-o', target, ...packages, '--no-cache', '-q'];
  execFileSync(process.execPath, [ncc, 'build', join(libDir, 'index.js'), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  copyFileSync(join(target, 'index.js'), join(root, libDir, 'index.js'));
}
