import type { Credentials } from '../src/auth/credentials.ts';
import { findLoginHint } from '../src/auth/obtain.ts';
import { COMMON_CODES, ERROR_HINTS, findErrorKind } from '../src/errors/kinds.ts';
import { NETWORK_HINTS } from '../src/errors/transport-errors.ts';
import { getService, serviceIds } from '../src/services/index.ts';
import { fill } from './fill-section.ts';
import { buildMarkdownTable, type Cells } from './markdown-table.ts';

const mark = (text: string) => `\`${text}\``;

/** Every code that the action knows, in order. */
function listCodes(): readonly string[] {
  const own = serviceIds.flatMap((id) => Object.values(getService(id).errorCodes).flat());
  return [...new Set([...Object.values(COMMON_CODES).flat(), ...own])].sort();
}

/** The services where the code means this, in words. */
function describeWhere(code: string, kind: string): string {
  // With this status an unknown code means nothing.
  const means = (id: (typeof serviceIds)[number]) =>
    findErrorKind({ code, status: 400 }, getService(id).errorCodes) === kind;
  const ids = serviceIds.filter(means);
  return ids.length === serviceIds.length ? 'All' : ids.map(mark).join(', ');
}

/** The gateway's codes have two spellings: somebody looks for the one that the log shows. */
const spell = (code: string) =>
  (code.startsWith('APIG.') ? [code, code.replace('APIG', 'APIGW')] : [code]).map(mark).join(', ');

function listKind([kind, hint]: readonly [string, string | undefined]): readonly string[] {
  if (hint === undefined) return [];
  const places = listCodes().map((code) => ({ code, where: describeWhere(code, kind) }));
  const groups = Map.groupBy(
    places.filter(({ where }) => where !== ''),
    ({ where }) => where,
  );
  const rows = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([where, found]): Cells => {
      return [where, found.map(({ code }) => spell(code)).join(', ')];
    });
  return [`### ${mark(kind)}`, hint, buildMarkdownTable(['Service', 'Code'], rows)];
}

const listNetworkHints = () =>
  buildMarkdownTable(
    ['Code', 'What to do'],
    Object.entries(NETWORK_HINTS)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, hint]): Cells => [mark(code), hint]),
  );

const noToken = async () => '';
const token = { kind: 'token', token: '' } as const;
const LOGINS: readonly (readonly [string, Credentials])[] = [
  ['Password', { kind: 'password', username: '', password: '', domainName: '' }],
  ['Access key', { kind: 'keys', accessKey: '', secretKey: '' }],
  ['Token', token],
  ['GitHub’s identity, IAM', { kind: 'oidc', identityProvider: '', getIdToken: noToken }],
  ['GitHub’s identity, STS', { kind: 'sts', agencyUrn: '', providerUrn: '', getIdToken: noToken }],
  ['Agency', { kind: 'agency', agencyName: '', agencyDomainName: '', base: token }],
];

const listLoginHints = () =>
  buildMarkdownTable(
    ['Login', 'What to do when it is refused'],
    LOGINS.map(([title, credentials]): Cells => [title, findLoginHint(credentials)]),
  );

/** docs/troubleshooting.md with the codes and the hints that the action itself goes by. */
export function fillTroubleshooting(page: string): string {
  const codes = Object.entries(ERROR_HINTS).flatMap(listKind).join('\n\n');
  const withCodes = fill(page, 'codes', `\n${codes}\n`);
  const withLogins = fill(withCodes, 'login-hints', `\n${listLoginHints()}\n`);
  return fill(withLogins, 'network-hints', `\n${listNetworkHints()}\n`);
}
