import { expect, test } from '@jest/globals';
import { describeAgencyToken } from '../../../src/auth/logins/agency.ts';
import { describePasswordLogin } from '../../../src/auth/logins/password.ts';
import type { Scope } from '../../../src/auth/project.ts';

const user = { kind: 'password', username: 'u', password: 'p', domainName: 'ours' } as const;
const base = { kind: 'token', token: 't' } as const;
const agency = { kind: 'agency', agencyName: 'a', agencyDomainName: 'theirs', base } as const;

const byName = (domainName?: string): Scope => ({ name: 'eu-de', domainName });
const byId = (): Scope => ({ id: 'p-1' });

test('a user’s token is for the project: by id, or by name in the account of the user', () => {
  const scopeOf = (find: (domainName?: string) => Scope | undefined) =>
    describePasswordLogin(user, { scopeOf: find }).body;
  const project = { name: 'eu-de', domain: { name: 'ours' } };
  expect(scopeOf(byName)).toMatchObject({ auth: { scope: { project } } });
  expect(scopeOf(byId)).toMatchObject({ auth: { scope: { project: { id: 'p-1' } } } });
});

test('a user’s token that shall assume an agency is for the account alone', () => {
  expect(describePasswordLogin(user, { scopeOf: () => undefined }).body).toMatchObject({
    auth: { scope: { domain: { name: 'ours' } } },
  });
});

test('an agency’s token is for a project of the account that it belongs to', () => {
  const project = { name: 'eu-de', domain: { name: 'theirs' } };
  expect(describeAgencyToken(agency, byName('theirs')).body).toMatchObject({
    auth: { scope: { project }, identity: { assume_role: { domain_name: 'theirs' } } },
  });
});
