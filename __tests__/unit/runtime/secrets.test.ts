import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readErrorBody } from '../../../src/http/answer.ts';
import { BackupClient } from '../../../src/index.ts';
import { Secrets } from '../../../src/runtime/secrets.ts';
import { anyCodePoint } from '../../fuzz/odd-values.ts';
import { HOST, MemoryDispatcher, PROJECT } from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';

function knowing(...values: readonly string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

const urlLowerCase = (text: string) =>
  encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase());
const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;');
const asJson = (text: string) => JSON.stringify(text).slice(1, -1);
const asciiJson = (text: string) =>
  asJson(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in JSON': asJson,
  'in JSON in JSON': (secret) => asJson(asJson(secret)),
  'in JSON of ASCII': asciiJson,
  'in a URL': encodeURIComponent,
  'in a URL, in lower case': urlLowerCase,
  'in a form': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'in HTML': escapeHtml,
};

test('a secret is hidden in each form', () =>
  checkRows(Object.entries(FORMS), (_, write) => {
    for (const secret of ['pa::ss', 'p "ä" <&> \\ \'x\'', 'täst/+=😀', 'a\\\\b\nc', '##[x]::y']) {
      expect(knowing(secret).hide(`Bad password: ${write(secret)}.`)).toBe('Bad password: ***.');
    }
  }));

test('every secret of four characters or more is hidden, in whichever text', () => {
  const secret = fc.string({ unit: anyCodePoint, minLength: 4, maxLength: 80 });
  const form = fc.constantFrom(...Object.values(FORMS));
  const aside = fc.string({ unit: fc.constantFrom(' ', '.', ':', '"', '<', '-'), maxLength: 9 });
  fc.assert(
    fc.property(secret, form, aside, aside, (value, write, before, after) => {
      fc.pre(!`${before}${after}`.includes(value.slice(0, 1)) && value.isWellFormed());
      const hidden = knowing(value).hide(`${before}${write(value)}${after}`);
      expect(hidden).toContain('***');
      expect(hidden.length).toBeLessThanOrEqual(before.length + 3 + after.length + 8);
    }),
  );
});

test('a secret that holds another is hidden in whole', () => {
  expect(knowing('abcd', 'xx-abcd-yy').hide('1 xx-abcd-yy 2 abcd')).toBe('1 *** 2 ***');
});

test('a secret that begins with another is hidden in whole', () => {
  expect(knowing('abcd', 'abcdefgh').hide('1 abcdefgh 2 abcd')).toBe('1 *** 2 ***');
});

test('a secret that is known later is hidden from then on, whole and in pieces', () => {
  const secrets = knowing('first-secret');
  expect(secrets.hide('first-secret, later-secret')).toBe('***, later-secret');
  secrets.add('later-secret');
  expect(secrets.hide('first-secret, later-secret')).toBe('***, ***');
  secrets.add(token);
  expect(secrets.hide(`later-secret, ${token.slice(50, 75)}`)).toBe('***, ***');
});

test('three characters are no secret: any word may hold them', () => {
  expect(knowing('abc', '').hide('abcabc')).toBe('abcabc');
});

const token = Array.from({ length: 11 }, (_, at) =>
  createHash('sha512').update(String(at)).digest('base64').slice(0, 64),
).join('');

test.each([
  ['its beginning', token.slice(0, 90)],
  ['its middle', token.slice(200, 300)],
  ['its end', token.slice(-40)],
  ['twenty characters', token.slice(77, 97)],
])('of a long secret %s is hidden, too', (_, part) => {
  expect(knowing(token).hide(`The token ${part}… is wrong.`)).toBe('The token ***… is wrong.');
});

test('a secret longer than any header is hidden', () => {
  const long = 'Ab-_'.repeat(8_000);
  expect(knowing(long).hide(`x ${long} y`)).toBe('x *** y');
});

test.each([
  '07033b125fd94a8a96896f8bcfee6ddain07',
  '43E4feaab48f11e89039fa163ebaa7e4br01',
  '0483b6b16e954cb88930a360d2c4e663',
  '252f4f69-e3b5-411f-b354-1ba0c4ffd1f7',
])('the id %s stays as it is, whatever the password is', (id) => {
  const secrets = knowing(id.slice(0, 4), id.slice(10, 16), id.slice(-4), 'in07');
  expect(secrets.hide(`No backup ${id}.`)).toBe(`No backup ${id}.`);
  expect(secrets.hide(`(${id})`)).toBe(`(${id})`);
  expect(knowing(id).hide(`x ${id}`)).toBe('x ***');
});

test('nothing else changes, and a hostile text takes no time', () => {
  const secrets = knowing('"\\\\\\"pass', '<<<<&&&&', token);
  for (const text of [
    '\\'.repeat(60_000),
    '&'.repeat(60_000),
    '&#0'.repeat(20_000),
    '%5c'.repeat(9),
  ]) {
    expect(secrets.hide(text)).toBe(text);
  }
});

const shown = (body: object | string, ...values: readonly string[]) =>
  readErrorBody(typeof body === 'string' ? body : JSON.stringify(body), knowing(...values));

test('a password that cleaning would tear apart is hidden before', () => {
  const text = 'The password pa::ss##[x]\u200bword is wrong.';
  expect(shown({ error_code: 'X', error_msg: text }, 'pa::ss##[x]\u200bword')).toMatchObject({
    text: 'The password *** is wrong.',
  });
});

test('a token that is longer than what is shown is hidden before the cut', () => {
  const before = 'x'.repeat(550);
  expect(shown({ error_code: 'X', error_msg: `${before} ${token}` }, token).text).toBe(
    `${before} ***`,
  );
  expect(shown(`${' '.repeat(3_990)}${token}`, token).text).toBe('***');
});

test('in codes, request ids, titles and texts of any kind', () => {
  const secret = 'hunter2"<&>';
  const body = { error_code: `no ${secret}`, error_msg: secret, request_id: `r-${secret}` };
  expect(shown(body, secret)).toEqual({ code: 'no ***', text: '***', requestId: 'r-***' });
  expect(shown({ code: secret, message: 'x' }, secret)).toMatchObject({ code: '***' });
  const page = `<html><title>Login of ${escapeHtml(secret)} failed</title>`;
  expect(shown(page, secret).text).toBe('an HTML page: Login of *** failed');
  expect(shown(`<html><title>Login of ${secret} failed</title>`, secret).text).toBe(
    'an HTML page: Login of *** failed',
  );
  expect(shown(`half a JSON: {"x":${JSON.stringify(secret)}`, secret).text).toBe(
    'half a JSON: {"x":"***"',
  );
});

test('a code of the clouds keeps its digits, which a password may hold by chance', () => {
  expect(shown({ error_code: 'DBS.200019', error_msg: 'x 2000 y' }, '2000')).toMatchObject({
    code: 'DBS.200019',
    text: 'x *** y',
  });
  expect(shown({ error_code: 'ABC.12345' }, 'ABC.12345')).toMatchObject({ code: '***' });
});

test('ids, names, descriptions and the words of the pages are taken as they are', async () => {
  const record = {
    id: 'COMPLETED-1',
    name: 'COMPLETED-nightly',
    description: 'COMPLETED',
    instance_id: 'COMPLETED-in01',
    status: 'COMPLETED',
    type: 'manual',
  };
  const client = new BackupClient({
    endpoints: { rds: HOST },
    projectId: PROJECT,
    credentials: { kind: 'token', token: 'COMPLETED' },
    dispatcher: new MemoryDispatcher(() => ({ body: { backups: [record], total_count: 1 } })),
  });
  const listed = await client.listBackups({ service: 'rds', instanceId: 'COMPLETED-in01' });
  expect(listed).toMatchObject([
    { id: record.id, name: record.name, description: 'COMPLETED', status: 'COMPLETED' },
  ]);
});
