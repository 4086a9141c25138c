import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles `src/` into `lib/`, with declarations. */
export function buildLib(root: string): void {
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.lib.json'], { cwd: root, stdio: 'inherit' });
  const cli = join(root, 'lib', 'simulator', 'cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

if (import.meta.main) buildLib(join(import.meta.dirname, '..'));
