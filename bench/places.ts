import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** The library as the bench has built it, below this folder so that no other build gets in the way. */
export const libDir = join('bench', 'lib');

/** The same for a bundle whose pieces are told apart. */
export const profileDist = join('bench', 'lib', 'dist');

export const dist = join(root, 'dist');

export const signerDir = join(import.meta.dirname, 'signer');

/** One side of a comparison: a script of its own. */
export const side = (name: string): string => join(import.meta.dirname, 'sides', name);
