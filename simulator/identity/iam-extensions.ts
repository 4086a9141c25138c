import { dbsErrorBody } from '../dbs-error-body.ts';
import { documentedRoute } from '../documented-route.ts';
import type { ServiceDescription } from '../service-description.ts';
import { asksForAgency } from './asks-for-agency.ts';
import { iam } from './iam.ts';
import { identityErrors } from './identity-errors.ts';
import { oidcLogin } from './oidc-login.ts';
import { keysForAgency, keysForToken } from './temporary-keys.ts';

const keys = 'POST /v3.0/OS-CREDENTIAL/securitytokens';

/** The part of IAM that Keystone does not have, below /v3.0; its errors carry codes. */
export const iamExtensions: ServiceDescription = {
  ...iam,
  errorBody: dbsErrorBody,
  gatewayErrorBody: ({ status, message }) =>
    status === 401
      ? { error_code: identityErrors.unauthorized.code, error_msg: message }
      : undefined,
  routes: [
    {
      ...documentedRoute('oidc-login', 'POST /v3.0/OS-AUTH/id-token/tokens', oidcLogin),
      anonymous: true,
    },
    { ...documentedRoute('temporary-keys', keys, keysForAgency), means: asksForAgency },
    { ...documentedRoute('temporary-keys', keys, keysForToken), anonymous: true },
  ],
};
