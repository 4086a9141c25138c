import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { buildLib } from './build-lib.ts';
import { bundle } from './bundle.ts';
import { copyUsedUndici } from './bundled-undici.ts';

const TOOLKIT = join('node_modules', '@actions');

interface Stage {
  /** The folder of what is compiled. */
  readonly libDir: string;
  /** The name of the stage: two builds at a time need two. */
  readonly name: string;
}

/**
 * Copies what is bundled to a folder of its own, where the toolkit's packages say what is true of
 * them and they leave out: importing them does nothing. Without that word the bundler keeps whatever
 * they import, a whole client of GitHub's API among it, which a step would load to learn its own name.
 */
function stageBundle(root: string, { libDir, name: stageName }: Stage): string {
  const stage = join(root, 'node_modules', '.cache', stageName);
  rmSync(stage, { recursive: true, force: true });
  cpSync(join(root, libDir), join(stage, 'lib'), { recursive: true });
  // Not a word of ES modules: Node starts a CommonJS bundle faster.
  writeFileSync(join(stage, 'package.json'), '{}\n');
  for (const name of readdirSync(join(root, TOOLKIT))) {
    const folder = join(stage, TOOLKIT, name);
    cpSync(join(root, TOOLKIT, name), folder, { recursive: true });
    const file = join(folder, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, sideEffects: false }));
  }
  const undici = join('node_modules', 'undici');
  copyUsedUndici(join(root, undici), join(stage, undici));
  return stage;
}

/** One action's scripts: `main.js` of an entry, beside what starts it. */
function bundleAction(
  root: string,
  { entry, target, starter }: Record<'entry' | 'target' | 'starter', string>,
) {
  bundle(root, { entry, target, isEsModule: false });
  renameSync(join(target, 'index.js'), join(target, 'main.js'));
  copyFileSync(starter, join(target, 'index.js'));
}

/**
 * Bundles `main.js` of a library folder, beside the entry that starts it, and below it the same of the
 * action that restores: the backup's is read by every step, and holds nothing of the other. The same
 * sources give the same bytes, from the same stage. What is there is replaced when all of the new is: a
 * build that fails takes nothing away.
 */
export function buildDist(
  root: string,
  outDir: string,
  from: Stage = { libDir: 'lib', name: 'bundle' },
): void {
  const target = join(root, 'node_modules', '.cache', `${from.name}-files`);
  rmSync(target, { recursive: true, force: true });
  const stage = join(stageBundle(root, from), 'lib');
  const starter = join(root, from.libDir, 'start.cjs');
  const restore = join(target, 'restore');
  bundleAction(root, { entry: join(stage, 'main.js'), target, starter });
  bundleAction(root, { entry: join(stage, 'restore-main.js'), target: restore, starter });
  // The packages are the same.
  rmSync(join(restore, 'licenses.txt'));
  rmSync(`${restore}-stats.json`);
  writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
  const final = join(root, outDir);
  rmSync(final, { recursive: true, force: true });
  mkdirSync(dirname(final), { recursive: true });
  renameSync(target, final);
}

/** Compiles the sources and bundles what comes of it: a clone may have no `lib/`, or an old one. */
export function buildFromSources(root: string, outDir: string): void {
  buildLib(root);
  buildDist(root, outDir);
}

if (import.meta.main) buildFromSources(join(import.meta.dirname, '..'), 'dist');
