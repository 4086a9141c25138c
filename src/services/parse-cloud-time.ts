const PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$/;

/**
 * Reads every time format of the clouds and gives UTC, like `2020-07-06T17:17:05Z`: `+0800` with
 * and without colon, `T` or a blank, no offset (then UTC). Never throws; `undefined` for the rest.
 */
export function parseCloudTime(text: string): string | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const offsetHours = Number(match[8] ?? 0);
  const offsetRest = Number(match[9] ?? 0);
  if (year < 1900 || year > 9998 || offsetHours > 23 || offsetRest > 59) return undefined;
  const isReal = local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  if (!isReal || hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMinutes = offsetHours * 60 + offsetRest;
  const sign = match[7] === '-' ? -1 : 1;
  const utc = new Date(local.getTime() - sign * offsetMinutes * 60_000);
  return utc.toISOString().replace('.000Z', 'Z');
}
