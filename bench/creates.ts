import * as v from 'valibot';
import { withAnsweringServer } from './answering-server.ts';
import type { Effort } from './effort.ts';
import { compare, median, runPairs } from './pairs.ts';
import { side } from './places.ts';
import { buildRatioRow, formatMs } from './ratio-row.ts';
import type { Row } from './row.ts';
import { runChild } from './run-child.ts';

const MAX_GROWTH = 1_000_000;

const createsSchema = v.object({ ms: v.number(), halfHeap: v.number(), endHeap: v.number() });

function runSide(name: string, env: Readonly<Record<string, string>>) {
  const { stdout } = runChild(side(name), { env, nodeOptions: ['--expose-gc'] });
  return v.parse(createsSchema, JSON.parse(stdout));
}

/** Many creates at once: what the library costs when it is busy, and whether it forgets what is over. */
export async function measureCreates({ longPairs, creates }: Effort): Promise<readonly Row[]> {
  const many = `${creates.toLocaleString('en-US')} creates, 50 at a time`;
  const pairs = await withAnsweringServer((url) => {
    const env = { URL: url, CREATES: String(creates) };
    return runPairs(longPairs, {
      ours: () => runSide('creates-library.mjs', env),
      theirs: () => runSide('creates-undici.mjs', env),
    });
  });
  const halfHeap = median(pairs.map(({ ours }) => ours.halfHeap));
  const endHeap = median(pairs.map(({ ours }) => ours.endHeap));
  const growth = median(pairs.map(({ ours }) => ours.endHeap - ours.halfHeap));
  const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(2)} MB`;
  return [
    buildRatioRow({
      what: `Library: ${many}`,
      against: 'undici alone: the same calls',
      comparison: compare(pairs, ({ ms }) => ms),
      maxRatio: 1.2,
      pairCount: longPairs,
      format: formatMs,
    }),
    {
      what: 'Heap that the second half of them adds, after garbage collection',
      against: '—',
      result: mb(growth),
      goal: `≤ ${mb(MAX_GROWTH)}`,
      isMet: growth <= MAX_GROWTH,
      note: `${mb(halfHeap)} at half, ${mb(endHeap)} at the end`,
    },
  ];
}
