import * as v from 'valibot';
import { advice, option } from '../../errors/advice.ts';
import { askForToken, describeProject, nameProject } from '../iam-token.ts';
import { loginFields, visibleText } from './fields.ts';
import { type Asking, defineLogin } from './login-kind.ts';

/**
 * A user of IAM. `domainName` is the account's name, on OTC like `OTC-EU-DE-00000000001000012345`.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/obtaining_a_user_token_through_password_authentication.html
 */
export interface PasswordCredentials {
  /** The kind of login. */
  readonly kind: 'password';
  /** The user’s name in IAM. */
  readonly username: string;
  /** Sent to IAM only, for a token; again when a long wait outlives that. */
  readonly password: string;
  /** The name of the account that the user belongs to. */
  readonly domainName: string;
}

const HINT = advice`IAM says the same of a wrong password and of an unknown project: check ${option('username')}, ${option('password')} and ${option('domainName')}, and that the project exists and the user may use it.`;

/** docs.otc.t-systems.com, identity-access-management, "Obtaining a User Token Through Password Authentication" */
export function describePasswordLogin(
  { username, password, domainName }: PasswordCredentials,
  { scopeOf }: Pick<Asking, 'scopeOf'>,
) {
  const domain = { name: domainName };
  const user = { name: username, password, domain };
  const project = scopeOf(domainName);
  return askForToken(`log in as ${username} of ${domainName}${nameProject(project)}`, {
    identity: { methods: ['password'], password: { user } },
    scope: project === undefined ? { domain } : { project: describeProject(project) },
  });
}

export const passwordLogin = defineLogin<PasswordCredentials>({
  kind: 'password',
  title: 'a user and a password',
  from: 'IAM',
  schema: loginFields({
    kind: v.literal('password'),
    username: visibleText,
    password: visibleText,
    domainName: visibleText,
  }),
  hint: HINT,
  secretFields: ['password'],
  obtain: (given, asking) =>
    asking.ask({
      from: 'IAM',
      call: describePasswordLogin(given, asking),
      hintAfter: () => HINT,
    }),
});
