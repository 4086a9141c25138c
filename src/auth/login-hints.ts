import type { Credentials } from './credentials.ts';

const HINTS = {
  function: 'The function that gives the credentials gave some that the cloud does not accept.',
  token: 'The token is wrong or has ended. It can’t be renewed: get a new one, for this project.',
  keys: 'Check that access_key and secret_key belong together and to an account of this cloud, and the security token if there is one.',
  password:
    'IAM says the same of a wrong password and of an unknown project: check username, password and domain_name, and that the project exists and the user may use it.',
  oidc: 'Check identity_provider, the audience, the provider’s conversion rules, and that its stored key set is GitHub’s present one: the cloud does not fetch new keys by itself.',
  sts: 'Check agency_urn and provider_urn, the audience, and the conditions of the agency’s trust policy.',
  agency:
    'Check agency_name and agency_domain_name, and that the login may take on agencies (Agent Operator).',
} as const;

/** What to change when this way to log in is refused. */
export const findLoginHint = (credentials: Credentials): string =>
  HINTS[typeof credentials === 'function' ? 'function' : credentials.kind];
