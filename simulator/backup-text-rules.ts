import { Refusal } from './refusal.ts';

/** Refuses a name outside the rule all create pages share. */
export function checkBackupName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9_-]{3,63}$/.test(name)) return;
  throw new Refusal('badName', 'name must be 4 to 64 letters, digits, - or _, first a letter');
}

/** Refuses a description outside the rule all create pages share. */
export function checkBackupDescription(description: string): void {
  if ([...description].length > 256) {
    throw new Refusal('badDescription', 'description is longer than 256 characters');
  }
  if (/[>!<"&'=\r\n]/.test(description)) {
    throw new Refusal('badDescription', 'description has a forbidden character');
  }
}
