import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleLib } from './bundle-lib.ts';

/** Compiles `src/` into a folder, with declarations. */
export function buildLib(root: string, outDir = 'lib'): void {
  rmSync(join(root, outDir), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', 'tsconfig.lib.json', '--outDir', outDir];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  bundleLib(root, outDir);
  const cli = join(root, outDir, 'simulator', 'cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

if (import.meta.main) buildLib(join(import.meta.dirname, '..'));
