import { buildMarkdownTable } from '../scripts/markdown-table.ts';
import type { PartRow } from './profile-pairs.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A profile as a table, each part with its share of what its side takes. */
export function buildProfileTable(rows: readonly PartRow[]): string {
  const ours = sum(rows.map(({ oursMs }) => oursMs));
  const theirs = sum(rows.map(({ theirsMs }) => theirsMs));
  const cell = (ms: number, all: number) =>
    `${ms.toFixed(1)} ms, ${Math.round((100 * ms) / all)} %`;
  return buildMarkdownTable(
    ['Part', 'Ours', 'Compared with'],
    rows.map(({ part, oursMs, theirsMs }) => [part, cell(oursMs, ours), cell(theirsMs, theirs)]),
  );
}
