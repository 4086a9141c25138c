import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { median, runPairs } from './pairs.ts';
import { type NamePart, readProfileParts } from './profile-parts.ts';

export interface Side {
  /** Runs the side once, with these options of Node's. */
  readonly run: (nodeOptions: readonly string[]) => unknown;
  readonly namePart: NamePart;
}

export const partRowsSchema = v.array(
  v.object({
    part: v.string(),
    /** Milliseconds under the profiler, which slows both sides down. */
    oursMs: v.number(),
    theirsMs: v.number(),
  }),
);

export type PartRow = v.InferOutput<typeof partRowsSchema>[number];

const SAMPLE_EVERY_US = '200';

function profileOnce({ run, namePart }: Side): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  try {
    run(['--cpu-prof', '--cpu-prof-interval', SAMPLE_EVERY_US, '--cpu-prof-dir', folder]);
    const [file] = readdirSync(folder);
    if (file === undefined) throw new Error('Node wrote no profile');
    return readProfileParts(join(folder, file), namePart);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each part of two sides takes: the medians of some pairs, the longest part of ours first. */
export async function profilePairs(
  count: number,
  sides: { readonly ours: Side; readonly theirs: Side },
): Promise<readonly PartRow[]> {
  const pairs = await runPairs(count, {
    ours: () => profileOnce(sides.ours),
    theirs: () => profileOnce(sides.theirs),
  });
  const parts = new Set(pairs.flatMap(({ ours, theirs }) => [...ours.keys(), ...theirs.keys()]));
  const rows = [...parts].map((part) => ({
    part,
    oursMs: median(pairs.map(({ ours }) => ours.get(part) ?? 0)),
    theirsMs: median(pairs.map(({ theirs }) => theirs.get(part) ?? 0)),
  }));
  return rows.toSorted((a, b) => b.oursMs - a.oursMs);
}
