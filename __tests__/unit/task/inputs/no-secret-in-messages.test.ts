import { expect, test } from '@jest/globals';
import { parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

const SECRET = 'hunter2hunter2';
const SECRETS = ['token', 'access_key', 'secret_key', 'security_token'];
const spoil = ['\n', ' ', '\u0000', 'ü', '\r\n::error::'];

const messageOf = (raw: Record<string, string>): string => {
  try {
    parseRaw(raw);
  } catch (error) {
    return String(error);
  }
  throw new Error('no error');
};

test('a secret with a bad character in it is refused and not shown', () =>
  checkRows(
    SECRETS.flatMap((name) => spoil.map((bad) => [name, bad] as const)),
    (name, bad) => {
      const message = messageOf({ [name]: `${SECRET}${bad}${SECRET}` });
      expect(message).toMatch(
        new RegExp(`\\n${name}: (holds a blank|has an invisible character, U\\+00)`),
      );
      expect(message).not.toContain(SECRET);
    },
  ));

test('a password inside an address is not shown', () => {
  for (const url of [
    `https://me:${SECRET}@h.test`,
    `http://${SECRET}@h.test`,
    `https://h.test/?k=${SECRET}`,
  ]) {
    const message = messageOf({ endpoint: url, iam_endpoint: url });
    expect(message).toContain('\nendpoint: ');
    expect(message).toContain('\niam_endpoint: ');
    expect(message).not.toContain(SECRET);
  }
});
