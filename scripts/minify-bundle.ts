import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync } from '@swc/core';
import { wrapModules } from './wrap-modules.ts';

export interface MinifyOptions {
  /** Whether the bundle is an ES module; else it is the action's: CommonJS, with short names. */
  readonly isEsModule: boolean;
}

/**
 * Makes the scripts of a bundle small. The bundler's own minifier would keep code that nothing
 * calls, and leave the chunks as they are. Names of classes stay: errors show them.
 */
export function minifyBundle(folder: string, { isEsModule }: MinifyOptions): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const file = join(folder, name);
    const { code } = minifySync(readFileSync(file, 'utf8'), {
      module: isEsModule,
      ecma: 2022,
      compress: { module: isEsModule, ecma: 2022, passes: 2, keep_classnames: true },
      mangle: !isEsModule && { keep_classnames: true },
      format: { comments: false },
    });
    writeFileSync(file, isEsModule ? code : wrapModules(code));
  }
}
