import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleDeclarations } from './bundle-declarations.ts';
import { bundleLib } from './bundle-lib.ts';

const ENTRIES = ['index', join('simulator', 'index')];

/** Puts one .d.ts file beside each entry in the place of one for each source. */
function buildDeclarations(libDir: string): void {
  const bundles = ENTRIES.map((entry) => {
    const file = join(libDir, `${entry}.d.ts`);
    return { file, text: bundleDeclarations(file) };
  });
  for (const name of readdirSync(libDir, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.d.ts')) rmSync(join(libDir, name));
  }
  for (const { file, text } of bundles) writeFileSync(file, text);
}

/** Compiles `src/` and `simulator/` into a folder, with declarations of what is public. */
export function buildLib(root: string, outDir = 'lib'): void {
  rmSync(join(root, outDir), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const [project, folder] of [
    ['tsconfig.lib.json', outDir],
    [join('simulator', 'tsconfig.json'), join(outDir, 'simulator')],
  ] as const) {
    const options = ['-p', project, '--outDir', folder];
    execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  }
  bundleLib(root, outDir);
  buildDeclarations(join(root, outDir));
  const cli = join(root, outDir, 'simulator', 'cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

if (import.meta.main) buildLib(join(import.meta.dirname, '..'));
