import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askTokenEnd } from '../../src/auth/iam-token.ts';
import { describePasswordLogin } from '../../src/auth/logins/password.ts';
import { listProjects } from '../../src/auth/project.ts';
import type { ApiCall } from '../../src/http/api-call.ts';
import { oddHeaders, oddStatus, readExchange } from './exchange.ts';
import { mutated } from './mutate.ts';
import { oddText, RUNS } from './odd-values.ts';

const SECRET = 'pass-MARKER-word';
const user = { kind: 'password', username: 'u', password: SECRET, domainName: 'd' } as const;

const calls: readonly (readonly [string, ApiCall<unknown>, unknown])[] = [
  ['projects', listProjects('eu-de'), { projects: [{ id: 'a', name: 'eu-de' }] }],
  [
    'a login',
    describePasswordLogin(user, { scopeOf: () => ({ id: 'p' }) }),
    { token: { expires_at: '2026-01-01T00:00:00Z' } },
  ],
  ['a token’s end', askTokenEnd(SECRET), { token: { expires_at: '2026-01-01T00:00:00Z' } }],
];

test.each(calls)('%s: any answer of IAM is read or one of two errors', (_, call, seed) => {
  const body = fc.oneof(
    mutated([seed]).map((value) => JSON.stringify(value)),
    oddText,
  );
  const exchange = fc.record({ status: oddStatus, headers: oddHeaders, body });
  fc.assert(
    fc.property(exchange, (given) => {
      const { error, breaches } = readExchange(call, given);
      expect(breaches).toEqual([]);
      expect(String(error)).not.toContain(SECRET);
    }),
    RUNS,
  );
});

test('a received token is in no message, whatever is wrong beside it', () => {
  const [, [, login] = []] = calls;
  fc.assert(
    fc.property(oddText, fc.constantFrom(200, 201, 403, 500), oddText, (end, status, body) => {
      const headers = { 'x-subject-token': `${SECRET}${end}` };
      const { error } = readExchange(login as ApiCall<unknown>, { status, headers, body });
      expect(String(error)).not.toContain(SECRET);
    }),
    RUNS,
  );
});
