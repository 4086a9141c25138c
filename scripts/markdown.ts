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

/** Puts a text between the two comments that mark a section of a page. */
export function fill(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin:${name} -->`, `<!-- end:${name} -->`];
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, start + begin.length)}\n${text}\n${page.slice(stop)}`;
}

/** The part of a page under a heading, up to the next heading of its rank. */
export function findPart(page: string, heading: string): string {
  const rank = /^#+/.exec(heading)?.[0] ?? '#';
  const lines = page.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`the page has no heading ${heading}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= rank.length);
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}
