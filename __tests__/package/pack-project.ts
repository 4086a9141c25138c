import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../support/repository.ts';
import { runNpm } from './run-npm.ts';

const SOURCES = ['LICENSE', 'README.md', 'package.json', 'scripts', 'simulator', 'src'];
const CONFIGS = ['tsconfig.json', 'tsconfig.lib.json'];

const packedSchema = v.tuple([
  v.object({ filename: v.string(), files: v.array(v.object({ path: v.string() })) }),
]);

export interface Packed {
  readonly tarball: string;
  /** The paths of its files, with forward slashes. */
  readonly files: readonly string[];
}

/** What `npm pack` makes of the project, from a copy: its build must not meet that of another test. */
export async function packProject(folder: string): Promise<Packed> {
  const copy = join(folder, 'project');
  for (const name of [...SOURCES, ...CONFIGS]) {
    const filter = (path: string) => !path.slice(root.length).includes('node_modules');
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const told = await runNpm(copy, 'pack', '--json', '--silent', '--pack-destination', folder);
  const [{ filename, files }] = v.parse(packedSchema, JSON.parse(told.slice(told.indexOf('['))));
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}
