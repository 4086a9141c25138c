import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from './places.ts';
import type { Row } from './row.ts';

const MAX_BYTES = 1_100_000;

/** What a runner downloads and Node reads: everything in dist/ but the licences. */
export async function measureBundle(): Promise<readonly Row[]> {
  const files = readdirSync(dist)
    .filter((name) => name !== 'licenses.txt')
    .map((name) => readFileSync(join(dist, name)));
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  const copies = files.join('\n').match(/class UndiciError\b/g)?.length ?? 0;
  return [
    {
      what: 'Size of dist/ without licences, and copies of undici in it',
      against: '—',
      result: `${(bytes / 1_000_000).toFixed(2)} MB, ${copies}`,
      goal: `≤ ${MAX_BYTES / 1_000_000} MB, 1`,
      isMet: bytes <= MAX_BYTES && copies === 1,
    },
  ];
}
