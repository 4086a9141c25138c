const listCells = (row: string) =>
  row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function drawTable([head = '', , ...rows]: readonly string[]): string {
  const drawRow = (row: string, tag: 'th' | 'td') =>
    `<tr>${listCells(row)
      .map((cell) => `<${tag}>${cell}</${tag}>`)
      .join('')}</tr>`;
  const body = rows.map((row) => drawRow(row, 'td')).join('\n');
  return `<table><thead>${drawRow(head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

function drawBlock(block: string): string {
  const lines = block.split('\n');
  const [, marks, heading] = /^(#{1,6}) (.+)$/.exec(block) ?? [];
  if (marks !== undefined) return `<h${marks.length}>${heading}</h${marks.length}>`;
  if (/^\|[-|]+\|$/.test(lines[1] ?? '')) return drawTable(lines);
  if (lines.every((line) => /^- [^*_`[]+$/.test(line))) {
    return `<ul>${lines.map((line) => `<li>${line.slice(2)}</li>`).join('')}</ul>`;
  }
  // What this page can't draw must not end up in a picture as a person would never see it.
  if (lines.some((line) => /^([-+*>#|`~]|\d+[.)]| {4})|[*_`[]/.test(line))) {
    throw new Error(`the pictures know no such Markdown: ${block}`);
  }
  return `<p>${block}</p>`;
}

/** The few constructs of a job summary: headings, tables, lists, and paragraphs of HTML. */
export const convertSummary = (markdown: string): string =>
  markdown
    .trim()
    .split(/\n{2,}/)
    .map(drawBlock)
    .join('\n');
