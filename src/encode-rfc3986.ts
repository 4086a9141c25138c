const escapeRest = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Escapes everything but letters, digits, `-`, `.`, `_` and `~`, as signatures need it. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, escapeRest);
