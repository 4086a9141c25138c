import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { bundleDeclarations } from './declarations.ts';

const ENTRIES = ['index', join('simulator', 'index')];

/**
 * Makes one script of the library's entry and all that it imports, with as much of the schema
 * library as it uses: Node takes longer to find and read a hundred small files than to run them.
 * Names stay as they are: stacks show them. undici stays a package of its own, since callers may
 * pass in a dispatcher of theirs.
 */
function bundleLib(root: string, libDir: string): void {
  const cache = mkdtempSync(join(tmpdir(), 'bundle-lib-'));
  const target = join(cache, 'files');
  const entry = join(libDir, 'index.js');
  bundle(root, { entry, target, isEsModule: true, external: ['undici'] });
  for (const name of ['index.js', 'licenses.txt']) {
    copyFileSync(join(target, name), join(root, libDir, name));
  }
  rmSync(cache, { recursive: true, force: true });
  // In front of undici, whose own failure in an old Node would say nothing of that.
  const index = join(root, libDir, 'index.js');
  writeFileSync(index, `import './node-version.js';\n${readFileSync(index, 'utf8')}`);
}

/** The command, with all that it needs: a release has it as it is, for places without npm. */
const COMMAND = 'cloud-db-backup.mjs';

function bundleCommand(root: string, libDir: string): void {
  const cache = mkdtempSync(join(tmpdir(), 'bundle-command-'));
  const target = join(cache, 'files');
  const entry = join(libDir, 'command', 'cli.js');
  bundle(root, { entry, target, isEsModule: true });
  const code = readFileSync(join(target, 'index.js'), 'utf8').replace(/^#!.*\n/, '');
  const file = join(root, libDir, COMMAND);
  writeFileSync(file, `#!/usr/bin/env node\n${code}`);
  chmodSync(file, 0o755);
  copyFileSync(join(target, 'licenses.txt'), join(root, libDir, 'command-licenses.txt'));
  rmSync(cache, { recursive: true, force: true });
}

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
  bundleCommand(root, outDir);
  buildDeclarations(join(root, outDir));
  const cli = join(root, outDir, 'simulator', 'cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

if (import.meta.main) buildLib(join(import.meta.dirname, '..'));
