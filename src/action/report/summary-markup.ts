/** Nothing of it can become markup: it may come from the cloud. */
export const escapeText = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]{}()#|!~@:]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\r\n?|\n/g, '<br>');

export const code = (text: string) => `<code>${escapeText(text)}</code>`;

/** A table of cells that are markup already. */
export function buildTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replaceAll('|  ', '| ');
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}
