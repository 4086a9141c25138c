import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../support/repository.ts';

export interface SourceFile {
  /** Below its folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Files of the project as such paths, packages as they are written. */
  readonly imports: readonly string[];
}

const IMPORT =
  /^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm;

const slashes = (path: string) => path.replaceAll('\\', '/');

/** Every source file of a folder with what it imports, types included. */
function readFiles(folder: string): readonly SourceFile[] {
  const base = join(root, folder);
  return readdirSync(base, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(base, path), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map((match) => {
        const name = match[1] ?? match[2] ?? match[3] ?? '';
        return name.startsWith('.')
          ? slashes(relative(base, resolve(base, dirname(path), name)))
          : name;
      });
      return { path: slashes(path), text, imports };
    });
}

export const sourceFiles = readFiles('src');
export const simulatorFiles = readFiles('simulator');
