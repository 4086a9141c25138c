import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { buildDist } from '../scripts/build-dist.ts';
import { findModuleSpans } from '../scripts/module-spans.ts';
import { libDir, root } from './places.ts';

const statsSchema = v.object({
  modules: v.array(
    v.object({ id: v.nullish(v.union([v.number(), v.string()])), name: v.string() }),
  ),
});

/** A bundle as the build makes it, and which module a place in it is from. */
export interface MappedBundle {
  readonly file: string;
  /** The bundler's name of the module, by the line and column (from 0) of the bundle. */
  findModule(line: number, column: number): string | undefined;
}

/** Bundles the library as the bench has built it, below the project's folder. */
export function buildMappedBundle(outDir: string): MappedBundle {
  const { statsFile } = buildDist(root, outDir, { libDir, name: 'profiled-bundle' });
  const { modules } = v.parse(statsSchema, JSON.parse(readFileSync(statsFile, 'utf8')));
  const names = new Map(modules.map(({ id, name }) => [String(id), name]));
  const file = join(root, outDir, 'index.js');
  const code = readFileSync(file, 'utf8');
  const bytes = Buffer.from(code);
  const indexOf = (byte: number) => bytes.toString('utf8', 0, byte).length;
  const places = findModuleSpans(code).map(({ id, start, end }) => {
    return { name: names.get(String(id)), start: indexOf(start), end: indexOf(end) };
  });
  const lineStarts = [0, ...Array.from(code.matchAll(/\n/g), ({ index }) => index + 1)];
  return {
    file,
    findModule(line, column) {
      const at = (lineStarts[line] ?? 0) + column;
      return places.find(({ start, end }) => start <= at && at < end)?.name;
    },
  };
}
