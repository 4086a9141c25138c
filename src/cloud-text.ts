const MAX_LENGTH = 600;

/**
 * Makes a text that came from the network fit to print: one line, no control or invisible
 * characters, nothing that a workflow runner takes for a command, and cut after 600 characters.
 */
export function cleanCloudText(text: string, maxLength = MAX_LENGTH): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/:(?=:)/g, ': ')
    .replaceAll('##[', '# #[')
    .trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength).toWellFormed()}…` : clean;
}

/** Where the echo of a request begins: its method, its headers, or the word for it. */
const ECHO =
  /canonical|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s*(?:\||\n|\\n)|x-(?:sdk-date|security-token|auth-token)|authorization\s*:|\|\//i;

/**
 * Cuts off the canonical request that a gateway appends to "bad signature": it can hold
 * the values of signed headers, a security token among them.
 */
export function withoutCanonicalRequest(text: string): string {
  const start = text.search(ECHO);
  if (start < 0) return text;
  let end = start;
  while (end > 0 && /[\s,;:([{"'-]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
