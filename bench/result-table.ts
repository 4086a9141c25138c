import { buildMarkdownTable } from '../scripts/markdown-table.ts';
import type { Row } from './row.ts';

const describeMet = (isMet: boolean | null) => (isMet === null ? '—' : isMet ? 'yes' : 'no');

/** The rows as a person reads them, in a terminal as well as on a page. */
export const buildResultTable = (rows: readonly Row[]): string =>
  buildMarkdownTable(
    ['What', 'Compared with', 'Result', 'Goal', 'Met', 'Details'],
    rows.map(({ what, against, result, goal, isMet, note = '' }) => [
      ...[what, against, result, goal, describeMet(isMet), note],
    ]),
  );
