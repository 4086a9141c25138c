import type { Credentials } from './credentials.ts';

/** What nobody sees; a plain blank is a character like others. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

const NAMES: Readonly<Record<string, string>> = {
  '0009': ' (a tab)',
  '000A': ' (a line break)',
  '000D': ' (a line break)',
  '00A0': ' (a no-break space)',
  FEFF: ' (a byte order mark)',
};

/** The first character that nobody sees, and where it is: that tells nothing of the value. */
export function findInvisible(value: string): string | undefined {
  const found = INVISIBLE.exec(value);
  if (found === null) return undefined;
  const digits = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = NAMES[digits] ?? '';
  return `an invisible character, U+${digits} at position ${found.index + 1}${name}`;
}

function findInvisibleProblem(value: string): string | undefined {
  const found = findInvisible(value);
  return found && `has ${found}: write it anew, without that`;
}

/** What would break a header, or could not be a secret at all. Never shows the value. */
export const findSecretProblem = (value: string): string | undefined =>
  /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : (findInvisibleProblem(value) ??
      'holds a blank or another character that can’t be sent: paste it again');

/** A text that goes into a request's body: anything that can be seen, blanks too. */
export const findTextProblem = (value: string): string | undefined =>
  value === '' ? 'is empty' : findInvisibleProblem(value);

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
      return [...names, text('password', password)];
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
