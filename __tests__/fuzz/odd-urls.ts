import fc from 'fast-check';
import { oddText } from './odd-values.ts';

const scheme = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS:',
  'http:\\\\',
  'ftp://',
  '//',
  'javascript:',
  ' https://',
  '',
);
const user = fc.constantFrom('', '', '', 'u@', 'u:p@', ':p@', '@', 'a%40b@');
const host = fc.oneof(
  fc.constantFrom(
    ...[
      'rds.eu-de.otc.t-systems.com',
      'localhost',
      'LOCALHOST',
      'localhost.',
      '127.0.0.1',
      '127.1',
    ],
    ...[
      '0x7f.1',
      '2130706433',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '127.0.0.1.evil.test',
    ],
    ...[
      'localhost.evil.test',
      'evil.test\t',
      'ex%61mple.test',
      '１２７.0.0.1',
      'ⓛocalhost',
      'bücher.test',
    ],
  ),
  oddText,
);
const port = fc.constantFrom('', '', ':8443', ':0', ':99999', ':');
const path = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '//',
    '/v3',
    '/v3/',
    '/v3.0',
    '//v3',
    '/a/../b',
    '/%2e%2e/x',
    '/a b',
    '/\\x',
    '/;p=1',
  ),
  oddText.map((text) => `/${text}`),
);
const end = fc.constantFrom('', '', '', '?', '?a=b', '#', '#x', '/?#', '\n', ' ');

/** A right address with one part of it replaced. */
const oneOddPart = fc
  .tuple(fc.nat({ max: 5 }), fc.tuple(scheme, user, host, port, path, end))
  .map(([odd, parts]) =>
    ['https://', '', 'h.test', '', '/v3', '']
      .map((right, index) => (index === odd ? parts[index] : right))
      .join(''),
  );

/** In the clear, to somewhere. */
const inTheClear = fc.tuple(host, port, path).map((parts) => `http://${parts.join('')}`);

/** Nearly an address, with traps in each of its parts. */
export const oddUrl: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.domain(), port, fc.constantFrom('', '/', '/x/', '/v3', '/v3/'))
    .map(([name, number, folder]) => `https://${name}${number}${folder}`),
  oneOddPart,
  inTheClear,
  fc.tuple(scheme, user, host, port, path, end).map((parts) => parts.join('')),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  oddText,
);

/** What is wrong with a base URL that was let through. */
export function findUrlBreaches(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return ['no URL'];
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const checks: readonly (readonly [string, boolean])[] = [
    ['neither https nor loopback', url.protocol === 'https:' || isLoopback],
    ['another scheme', /^https?:$/.test(url.protocol)],
    ['a user', url.username === '' && url.password === '' && !text.includes('@')],
    ['a query', !/[?#]/.test(text) && url.search === '' && url.hash === ''],
    ['a trailing slash', !text.endsWith('/')],
    ['characters that divide', !/[\s\\<>|^%]/.test(text)],
    ['another form', `${url.origin}${url.pathname}`.replace(/\/$/, '') === text],
  ];
  return checks.flatMap(([name, isRight]) => (isRight ? [] : [name]));
}
