/** A date that ends without a zone, like C's `asctime` writes it: GMT, as all dates of HTTP are. */
const HAS_NO_ZONE = /(?<![+\d-])(\d{4}|\d\d:\d\d(:\d\d)?)$/;

/**
 * A date of a header, in milliseconds since 1970; `undefined` where it is none.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
export function parseHttpDate(text: string): number | undefined {
  const date = text.trim();
  const ms = Date.parse(HAS_NO_ZONE.test(date) ? `${date} GMT` : date);
  return Number.isNaN(ms) ? undefined : ms;
}
