import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { tellTrust } from '../../../src/task/trust.ts';
import { recordLog } from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';

const dir = mkdtempSync(join(tmpdir(), 'trust-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const at = (name: string) => join(dir, name);
const [key, pem, der] = [at('key.pem'), at('ca.pem'), at('ca.der')] as const;
const subject = ['-subj', '/CN=test', '-days', '2', '-keyout', key, '-out', pem];
execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], {
  stdio: 'ignore',
});
execFileSync('openssl', ['x509', '-in', pem, '-outform', 'der', '-out', der]);

function write(name: string, text: string) {
  writeFileSync(at(name), text);
  return at(name);
}

const whole = readFileSync(pem, 'utf8');
const withoutALine = whole.split('\n').toSpliced(4, 1).join('\n');
mkdirSync(at('folder'));

/** What is told where Node has taken so many of them. */
function toldOf(file: string | undefined, taken: number | undefined) {
  const log = recordLog();
  tellTrust(log, { NODE_EXTRA_CA_CERTS: file }, () => taken);
  return log.lines;
}

test('a file of which Node took no certificate is named, with what is wrong with it', () =>
  checkRows<[string, string]>(
    [
      [at('none.pem'), 'there is no such file'],
      [at('ca.pem/none.pem'), 'there is no such file'],
      [at('folder'), 'it is no file'],
      [write('empty.pem', ''), 'it is empty'],
      [der, `it is DER, and Node takes PEM only: openssl x509 -inform der -in ${der} -out ca.pem`],
      [key, 'no certificate in PEM stands in it'],
      [write('text.pem', 'hello'), 'no certificate in PEM stands in it'],
      [write('broken.pem', withoutALine), 'its certificate 1 of 1 is broken'],
      [write('second.pem', `${whole}\n${withoutALine}`), 'its certificate 2 of 2 is broken'],
      [
        pem,
        'nothing is wrong with it now, so it came after this process began: Node reads it when it starts',
      ],
    ],
    (file, why) => {
      expect(toldOf(file, 0)).toEqual([
        `warning: NODE_EXTRA_CA_CERTS names ${file}, from which Node took no certificate: ${why}.`,
      ]);
    },
  ));

test('what Node took, or may have taken, is a line for who looks for a fault', () => {
  expect(toldOf(pem, 2)).toEqual([
    `debug: Trusting certificates (2) of NODE_EXTRA_CA_CERTS (${pem}) too.`,
  ]);
  expect(toldOf(pem, undefined)).toEqual([
    `debug: Trusting the certificates of NODE_EXTRA_CA_CERTS (${pem}) too.`,
  ]);
  expect(toldOf(undefined, 0)).toEqual(['debug: No extra certificates.']);
  expect(toldOf('', 0)).toEqual(['debug: No extra certificates.']);
});
