import type { Credentials } from './credentials.ts';

/** What would break a header, or could not be a secret at all. Never shows the value. */
export const findSecretProblem = (value: string): string | undefined =>
  /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : 'holds a blank, a line break or another character that can’t be sent: paste it again';

/** A text that goes into a request's body: anything but nothing, on one line. */
export const findTextProblem = (value: string): string | undefined =>
  /^[^\p{Cc}]+$/u.test(value) ? undefined : 'is empty or holds a line break';

type Check = readonly [name: string, problem: string | undefined];

const notEmpty = (value: string, describe: (value: string) => string | undefined) =>
  value ? describe(value) : 'is empty';

/** Which fields of the credentials can't be right, and why; their values are never shown. */
export function listCredentialChecks(credentials: Credentials): readonly Check[] {
  if (typeof credentials === 'function') return [];
  const secret = (name: string, value: string): Check => [name, notEmpty(value, findSecretProblem)];
  const text = (name: string, value: string): Check => [name, notEmpty(value, findTextProblem)];
  switch (credentials.kind) {
    case 'token':
      return [secret('token', credentials.token)];
    case 'keys': {
      const { accessKey, secretKey, securityToken } = credentials;
      const keys = [secret('accessKey', accessKey), secret('secretKey', secretKey)];
      return securityToken === undefined ? keys : [...keys, secret('securityToken', securityToken)];
    }
    case 'password': {
      const { username, password, domainName } = credentials;
      const names = [text('username', username), text('domainName', domainName)];
      return [...names, ['password', password === '' ? 'is empty' : undefined]];
    }
    case 'oidc':
      return [secret('identityProvider', credentials.identityProvider)];
    case 'sts':
      return [
        text('agencyUrn', credentials.agencyUrn),
        text('providerUrn', credentials.providerUrn),
      ];
    case 'agency':
      return [
        text('agencyName', credentials.agencyName),
        text('agencyDomainName', credentials.agencyDomainName),
        ...listCredentialChecks(credentials.base).map(
          ([name, problem]): Check => [`base.${name}`, problem],
        ),
      ];
  }
}
