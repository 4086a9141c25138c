import { withAnsweringServer } from './answering-server.ts';
import type { Effort } from './effort.ts';
import { side } from './places.ts';
import { type PartRow, profilePairs } from './profile-pairs.ts';
import type { NamePart } from './profile-parts.ts';
import { runChild } from './run-child.ts';

const namePart: NamePart = ({ url }) => {
  if (url.includes('/node_modules/undici/')) return 'undici';
  if (url.includes('/bench/')) return 'The library, or the script that asks undici';
  return undefined;
};

/** Where the time of many creates goes, by the library and by undici alone. */
export function profileCreates({ longPairs, creates }: Effort): Promise<readonly PartRow[]> {
  return withAnsweringServer((url) => {
    const run = (name: string) => (nodeOptions: readonly string[]) =>
      runChild(side(name), {
        env: { URL: url, CREATES: String(creates) },
        nodeOptions: ['--expose-gc', ...nodeOptions],
      });
    return profilePairs(longPairs, {
      ours: { run: run('creates-library.mjs'), namePart },
      theirs: { run: run('creates-undici.mjs'), namePart },
    });
  });
}
