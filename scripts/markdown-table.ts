export type Cells = readonly string[];

const clean = (text: string) => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');

/** A Markdown table with columns of even width, as the formatter wants them. */
export function buildMarkdownTable(head: Cells, rows: readonly Cells[]): string {
  const cells = [head, ...rows].map((row) => row.map(clean));
  const widths = head.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const pad = (text: string, at: number) => text.padEnd(widths[at] ?? 0);
  const lines = cells.toSpliced(1, 0, rule).map((row) => `| ${row.map(pad).join(' | ')} |`);
  return lines.join('\n');
}
