import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync } from '@swc/core';

/**
 * Makes the scripts of a bundle small. The bundler's own minifier would keep code that nothing
 * calls, and leave the chunks as they are. Names of classes stay: errors show them.
 */
export function minifyBundle(folder: string, { shortNames }: { shortNames: boolean }): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const file = join(folder, name);
    const { code } = minifySync(readFileSync(file, 'utf8'), {
      module: true,
      ecma: 2022,
      compress: { module: true, ecma: 2022, passes: 2, keep_classnames: true },
      mangle: shortNames && { keep_classnames: true },
      format: { comments: false },
    });
    writeFileSync(file, code);
  }
}
