import * as v from 'valibot';
import { withAnsweringServer } from './answering-server.ts';
import type { Effort } from './effort.ts';
import { compare, runPairs } from './pairs.ts';
import { side } from './places.ts';
import { buildRatioRow, formatMs } from './ratio-row.ts';
import type { Row } from './row.ts';
import { runChild } from './run-child.ts';

const timeSchema = v.object({ ms: v.number() });

/** Node's own start is in neither number: it is the same on both sides. */
function timeSide(name: string, url: string): number {
  const { stdout } = runChild(side(name), { env: { URL: url } });
  return v.parse(timeSchema, JSON.parse(stdout)).ms;
}

/** From the import to the answer, in a process of its own each time. */
export async function measureFirstCall({ shortPairs: pairCount }: Effort): Promise<readonly Row[]> {
  const pairs = await withAnsweringServer((url) =>
    runPairs(pairCount, {
      ours: () => timeSide('first-call-library.mjs', url),
      theirs: () => timeSide('first-call-undici.mjs', url),
    }),
  );
  return [
    buildRatioRow({
      what: 'Library: import and first create',
      against: 'undici alone: import and the same call',
      comparison: compare(pairs, (ms) => ms),
      maxRatio: 1.2,
      pairCount,
      format: formatMs,
    }),
  ];
}
