const toEntity = (character: string) => `&#${character.charCodeAt(0)};`;

/** Ends a text for whoever looks for links in it, also where entities are read before. */
const BREAK = '<span></span>';

/**
 * Nothing of it can become markup, a link, a mention or a formula: it may come from the cloud.
 * @see https://github.github.com/gfm/#autolinks-extension-
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
 */
export const escapeText = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]{}()#|!~^:]/g, toEntity)
    .replaceAll('&#58;//', `&#58;${BREAK}//`)
    .replace(/www(?=\.)/gi, `$&${BREAK}`)
    .replaceAll('@', `&#64;${BREAK}`)
    .replaceAll('$', '<span>&#36;</span>')
    .replace(/\r\n?|\n/g, '<br>');

export const code = (text: string) => `<code>${escapeText(text)}</code>`;

/** An instance's id, and its name where that is known. */
export const codeWithName = (id: string, name: string | undefined, between = ' ') =>
  name ? `${code(id)}${between}(${escapeText(name)})` : code(id);

const toLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replaceAll('|  ', '| ');

type Cells = readonly string[];

const headOf = (head: Cells) => `${toLine(head)}\n|${head.map(() => '---').join('|')}|\n`;

/** A table of cells that are markup already. */
export const buildTable = (head: Cells, rows: readonly Cells[]): string =>
  rows.length === 0 ? '' : `${headOf(head)}${rows.map(toLine).join('\n')}\n`;

/** The rank of rows that stay only where all others do. */
export const SPARE = 10;

export interface Row {
  readonly text: string;
  /** Where not all can stay, those of the lowest rank stay. */
  readonly rank: number;
}

/** A part of the summary that may be cut by its rows. */
export interface Rows {
  readonly head: string;
  readonly rows: readonly Row[];
  readonly between: string;
  /** What stands after the rows, in place of so many that had to go; `undefined`: none had to. */
  describeRest(count: number | undefined): string;
}

/** A paragraph that stays, or rows. */
export type Part = string | Rows;

/** A table that may be cut by its rows. */
export const buildLongTable = (
  head: Cells,
  rows: readonly { readonly cells: Cells; readonly rank: number }[],
): Rows => ({
  head: headOf(head),
  rows: rows.map(({ cells, rank }) => ({ text: toLine(cells), rank })),
  between: '\n',
  describeRest: (count) => (count === undefined ? '' : `\n\n${describeLeftOut(count)}`),
});

/** Where the rows that had to go can be read. */
export const describeLeftOut = (count: number, instead = 'the log has all of them') =>
  `… ${count} more ${count === 1 ? 'is' : 'are'} left out, because GitHub shows no summary of more than 1 MiB: ${instead}.`;

const sizeOf = (text: string) => Buffer.byteLength(text);

function toText(part: Part, isKept: (row: Row) => boolean): string {
  if (typeof part === 'string') return part;
  const { head, rows, between } = part;
  const kept = rows.filter(isKept);
  const left = rows.length - kept.length;
  const shown = kept.map(({ text }) => text).join(between);
  return `${head}${shown}${part.describeRest(left === 0 ? undefined : left)}`;
}

const isFilled = (part: Part) => (typeof part === 'string' ? part !== '' : part.rows.length > 0);

const join = (parts: readonly Part[], isKept: (row: Row) => boolean) =>
  `${parts
    .map((part) => toText(part, isKept))
    .join('\n\n')
    .trimEnd()}\n`.replaceAll('\n\n\n', '\n\n');

/** The parts as one text of so many bytes at most. Where that is too little, rows go. */
export function joinParts(all: readonly Part[], limitBytes: number): string {
  const parts = all.filter(isFilled);
  const whole = join(parts, () => true);
  if (sizeOf(whole) <= limitBytes) return whole;
  let left = limitBytes - sizeOf(join(parts, () => false));
  const kept = new Set<Row>();
  const rows = parts.flatMap((part) =>
    typeof part === 'string'
      ? []
      : part.rows.map((row) => ({ row, size: sizeOf(row.text) + sizeOf(part.between) })),
  );
  let isCut = false;
  for (const { row, size } of rows.toSorted((a, b) => a.row.rank - b.row.rank)) {
    isCut ||= size > left;
    if (size > left || (isCut && row.rank === SPARE)) continue;
    left -= size;
    kept.add(row);
  }
  return join(parts, (row) => kept.has(row));
}
