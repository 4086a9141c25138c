import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
const src = join(root, 'src');

export interface SourceFile {
  /** Below src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Files below src/ as paths, packages as they are written. */
  readonly imports: readonly string[];
}

const IMPORT =
  /^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm;

const slashes = (path: string) => path.replaceAll('\\', '/');

/** Every source file with what it imports, types included. */
export const sourceFiles: readonly SourceFile[] = readdirSync(src, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map((match) => {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      return name.startsWith('.')
        ? slashes(relative(src, resolve(src, dirname(path), name)))
        : name;
    });
    return { path: slashes(path), text, imports };
  });
