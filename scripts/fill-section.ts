/** Puts a text between the two comments that mark a section of a page. */
export function fill(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin:${name} -->`, `<!-- end:${name} -->`];
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, start + begin.length)}\n${text}\n${page.slice(stop)}`;
}
