import { expect, test } from '@jest/globals';
import { BackupClient, type Credentials, InputError } from '../../../../src/index.ts';
import { parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

const base = { service: 'rds', instance_id: 'i-1', region: 'cn-north-4' };
const password = { username: 'me', password: 'Hunter 2', domain_name: 'OTC' };
const keys = { access_key: 'AK', secret_key: 'SK', security_token: 'ST' };
const agency = { ...keys, agency_name: 'a', agency_domain_name: 'd' };
const oidc = { identity_provider: 'github', oidc_audience: 'aud' };
const sts = { agency_urn: 'urn', provider_urn: 'urn' };

const logins: readonly Readonly<Record<string, string>>[] = [
  { token: 'MIIF' },
  password,
  keys,
  agency,
  oidc,
  sts,
];

function listProblems(raw: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseRaw(raw);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, problem }) => `${input}: ${problem}`);
  }
}

const describe = (where: string) =>
  `has an invisible character, ${where}: write it anew, without that`;

const fields = logins.flatMap((login) =>
  Object.entries(login).map(([name, value]) => [name, value, login] as const),
);

test('in every login an invisible character is named, and the value is not', () =>
  checkRows(fields, (name, value, login) => {
    const spoilt = (text: string) => listProblems({ ...base, ...login, [name]: text });
    expect(spoilt(value)).toEqual([]);
    expect(spoilt(`\ufeff${value}`)).toEqual([
      `${name}: ${describe('U+FEFF at position 1 (a byte order mark)')}`,
    ]);
    expect(spoilt(`${value}\u200b`)).toEqual([
      `${name}: ${describe(`U+200B at position ${value.length + 1}`)}`,
    ]);
  }));

test('each invisible character in a password is one', () =>
  checkRows(
    [
      ['\n', 'U+000A at position 2 (a line break)'],
      ['\r\n', 'U+000D at position 2 (a line break)'],
      ['\t', 'U+0009 at position 2 (a tab)'],
      ['\u0000', 'U+0000 at position 2'],
      ['\u007f', 'U+007F at position 2'],
      ['\u0085', 'U+0085 at position 2'],
      ['\u00a0', 'U+00A0 at position 2 (a no-break space)'],
      ['\u00ad', 'U+00AD at position 2'],
      ['\u034f', 'U+034F at position 2'],
      ['\u200d', 'U+200D at position 2'],
      ['\u202e', 'U+202E at position 2'],
      ['\u2028', 'U+2028 at position 2'],
      ['\u2060', 'U+2060 at position 2'],
      ['\u2800', 'U+2800 at position 2'],
      ['\u3000', 'U+3000 at position 2'],
      ['\u3164', 'U+3164 at position 2'],
      ['\u{e0001}', 'U+E0001 at position 2'],
      ['\ud800', 'U+D800 at position 2'],
    ],
    (character, where) => {
      const problems = listProblems({ ...base, ...password, password: `a${character}b` });
      expect(problems).toEqual([`password: ${describe(where)}`]);
    },
  ));

test('each password that can be seen is taken', () =>
  checkRows(
    [' a b ', '  ', '!"§$%&/()=?`´~', 'pässwörd', '备份', '😀', '::error::', '%0A', '\\n'],
    (text) => {
      expect(parseRaw({ ...base, ...password, password: text }).client.credentials).toMatchObject({
        password: text,
      });
    },
  ));

test.each<[Credentials, string]>([
  [
    { kind: 'password', username: 'me', password: 'secret\n', domainName: 'OTC' },
    `credentials.password: ${describe('U+000A at position 7 (a line break)')}`,
  ],
  [
    { kind: 'keys', accessKey: 'AK', secretKey: '\ufeffSK' },
    `credentials.secretKey: ${describe('U+FEFF at position 1 (a byte order mark)')}`,
  ],
])('the library says the same', (credentials, line) => {
  const create = () => new BackupClient({ region: 'eu-de', credentials });
  expect(create).toThrow(`One input needs a change; nothing was sent.\n${line}`);
});

test('each wrong value that looks right is told why', () =>
  checkRows(
    [
      ['service', 'rds\u200b', 4],
      ['instance_id', 'i\ufeff-1', 2],
      ['instance_id', 'i-1\r\ni-2\u200b', 9],
      ['region', 'eu\u00ad-de', 3],
      ['name', 'night\u200bly', 6],
      ['cloud', 'ot\u2060c', 3],
      ['wait', 'tru\u200be', 4],
      ['endpoint', 'https://h\u200b.test/?', 10],
    ],
    (input, text, position) => {
      const [line] = listProblems({ ...base, token: 'MIIF', [input]: text });
      expect(line).toMatch(new RegExp(`^${input}: .* \\(it has an invisible character, U\\+`));
      expect(line).toContain(` at position ${position}`);
    },
  ));

test('a wrong list is not blamed for its line breaks', () => {
  const [line] = listProblems({ ...base, token: 'MIIF', databases: 'a\n\tb\r\na' });
  expect(line).toBe('databases: names the database "a" twice: leave one out');
});
