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

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

const slashes = (path: string) => path.replaceAll('\\', '/');

/** Every source file with what it imports, types included. */
export const sourceFiles: readonly SourceFile[] = readdirSync(src, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map(([, name = '']) =>
      name.startsWith('.') ? slashes(relative(src, resolve(src, dirname(path), name))) : name,
    );
    return { path: slashes(path), text, imports };
  });
