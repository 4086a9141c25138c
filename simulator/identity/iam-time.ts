/** A time as IAM writes it: UTC with six digits after the second. */
export function iamTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z');
}
