import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLKIT = join('node_modules', '@actions');

export interface Stage {
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
export function stageBundle(root: string, { libDir, name: stageName }: Stage): string {
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
  return stage;
}
