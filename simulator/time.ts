/** `yyyy-mm-ddThh:mm:ss`, in UTC or with an offset such as +0800, which the clouds write without a colon. */
export function cloudTime(epochMs: number, offsetHours?: number): string {
  const shiftMs = (offsetHours ?? 0) * 3_600_000;
  const text = new Date(epochMs + shiftMs).toISOString().slice(0, 19);
  if (offsetHours === undefined) return text;
  const sign = offsetHours < 0 ? '-' : '+';
  return `${text}${sign}${String(Math.abs(offsetHours)).padStart(2, '0')}00`;
}

/** Reads a time the list filters document: seconds, then an offset without a colon (or Z). */
export function parseCloudTime(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|([+-]\d\d):?(\d\d))$/.exec(text);
  if (match === null) return undefined;
  const offset = match[2] === undefined ? 'Z' : `${match[2]}:${match[3]}`;
  const epochMs = Date.parse(`${match[1]}${offset}`);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** `yyyy-mm-dd hh:mm:ss` in UTC, as DDS writes its times. */
export const spacedTime = (epochMs: number): string => cloudTime(epochMs).replace('T', ' ');

/** Reads a time of the filters of DDS, which has a blank in the middle and no offset. */
export const parseSpacedTime = (text: string): number | undefined =>
  text.includes('T') ? undefined : parseCloudTime(`${text.replace(' ', 'T')}Z`);

/** A time as IAM writes it: UTC with six digits after the second. */
export function iamTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z');
}
