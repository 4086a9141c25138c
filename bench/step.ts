import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effort } from './effort.ts';
import { compare, runPairs } from './pairs.ts';
import { dist } from './places.ts';
import { buildRatioRow, formatMb, formatMs } from './ratio-row.ts';
import type { Row } from './row.ts';
import { startSimulatorProcess } from './simulator.ts';
import { runBareScript, runStep } from './step-sides.ts';

/** What the whole step takes, in time and memory, beyond the call that it is there for. */
export async function measureStep({ pairs: pairCount }: Effort): Promise<readonly Row[]> {
  const simulator = await startSimulatorProcess();
  const temp = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const pairs = await runPairs(pairCount, {
      ours: () => runStep(join(dist, 'index.js'), { simulator, temp }),
      theirs: () => runBareScript({ simulator }),
    });
    const against = 'a bare script that makes the same call with Node’s fetch';
    return [
      buildRatioRow({
        ...{ what: 'The whole step with `wait: false`', against, pairCount, format: formatMs },
        comparison: compare(pairs, ({ ms }) => ms),
        maxRatio: 1.25,
      }),
      buildRatioRow({
        ...{ what: 'Peak memory of that step', against, pairCount, format: formatMb },
        comparison: compare(pairs, ({ peakKb }) => peakKb),
        maxRatio: 1.2,
      }),
    ];
  } finally {
    rmSync(temp, { recursive: true, force: true });
    await simulator.stop();
  }
}
