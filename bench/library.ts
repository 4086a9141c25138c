import * as v from 'valibot';
import { compare, type Effort, median, runPairs } from './pairs.ts';
import { runChild, side, withAnsweringServer } from './processes.ts';
import { buildRatioRow, formatMs, type Row } from './report.ts';

const MAX_GROWTH_BYTES = 1_000_000;

const timeSchema = v.object({ ms: v.number() });
const createsSchema = v.object({ ms: v.number(), halfHeap: v.number(), endHeap: v.number() });

type Client = 'library' | 'undici';

/** Node's own start is in neither number: it is the same on both sides. */
function timeFirstCall(client: Client, url: string): number {
  const { stdout } = runChild(side('first-call.mjs'), { args: [client], env: { URL: url } });
  return v.parse(timeSchema, JSON.parse(stdout)).ms;
}

/** From the import to the answer, in a process of its own each time. */
export async function measureFirstCall({ shortPairs: pairCount }: Effort): Promise<readonly Row[]> {
  const pairs = await withAnsweringServer((url) =>
    runPairs(pairCount, {
      ours: () => timeFirstCall('library', url),
      theirs: () => timeFirstCall('undici', url),
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

function runCreates(client: Client, env: Readonly<Record<string, string>>) {
  const options = { args: [client], env, nodeOptions: ['--expose-gc'] };
  const { stdout } = runChild(side('creates.mjs'), options);
  return v.parse(createsSchema, JSON.parse(stdout));
}

/** Many creates at once: what the library costs when it is busy, and whether it forgets what is over. */
export async function measureCreates({ longPairs, creates }: Effort): Promise<readonly Row[]> {
  const many = `each of ${creates.toLocaleString('en-US')} creates, 50 at a time`;
  const pairs = await withAnsweringServer((url) => {
    const env = { URL: url, CREATES: String(creates) };
    return runPairs(longPairs, {
      ours: () => runCreates('library', env),
      theirs: () => runCreates('undici', env),
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
      format: (ms) => `${((ms / creates) * 1000).toFixed(0)} µs`,
    }),
    {
      what: 'Heap that the second half of these adds, after garbage collection',
      against: '—',
      result: mb(growth),
      goal: `≤ ${mb(MAX_GROWTH_BYTES)}`,
      isMet: growth <= MAX_GROWTH_BYTES,
      note: `${mb(halfHeap)} at half, ${mb(endHeap)} at the end`,
    },
  ];
}
