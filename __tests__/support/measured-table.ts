import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { root } from './repository.ts';
import { isRenewal } from './transcripts.ts';

const PAGE = join(root, 'docs/performance.md');

type Cells = readonly string[];

function drawTable(rows: readonly Cells[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const draw = (cells: Cells) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const line = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [draw(head), line, ...body.map(draw)].join('\n');
}

/**
 * Compares what was measured with a table of docs/performance.md, by its name there.
 * `TRANSCRIPTS=renew` writes the table anew.
 */
export function expectTable(name: string, rows: readonly Cells[]): void {
  const table = drawTable(rows);
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- begin:${name} -->`, `<!-- end:${name} -->`];
  const [before = '', rest = ''] = page.split(begin);
  const [shown = '', after = ''] = rest.split(end);
  if (isRenewal(process.env)) {
    writeFileSync(PAGE, `${before}${begin}\n\n${table}\n\n${end}${after}`);
    return;
  }
  expect(table).toBe(shown.trim());
}
