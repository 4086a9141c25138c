const MAX_LENGTH = 600;

/**
 * Makes a text that came from the network fit to print: one line, no control or invisible
 * characters, nothing that a workflow runner takes for a command, and cut after 600 characters.
 */
export function cleanCloudText(text: string, maxLength = MAX_LENGTH): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('::', ': :')
    .replaceAll('##[', '# #[')
    .trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength).toWellFormed()}…` : clean;
}

/**
 * Cuts off the canonical request that a gateway appends to "bad signature": it can hold
 * the values of signed headers, a security token among them.
 */
export function withoutCanonicalRequest(text: string): string {
  const start = text.search(/canonical|\b(?:GET|POST|PUT|DELETE|HEAD)\s*[|\n]|\|\//i);
  return start < 0 ? text : text.slice(0, start).replace(/[\s,;:([{"'-]+$/, '');
}
