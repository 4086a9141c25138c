import { dbsErrorBody } from '../dbs-error-body.ts';
import { dbsErrors } from '../dbs-errors.ts';
import { documentedRoute } from '../documented-route.ts';
import type { ServiceDescription } from '../service-description.ts';
import { stsLogin } from './sts-login.ts';

/** Huawei Cloud's Security Token Service; its pages list no codes, so these are placeholders. */
export const sts: ServiceDescription = {
  id: 'sts',
  host: 'sts',
  title: 'Security Token Service (API v5)',
  errors: {
    ...dbsErrors,
    badRequest: { status: 400, code: 'STS5.0001', message: 'Invalid parameter.' },
    noPermission: { status: 403, code: 'STS5.0003', message: 'Access denied.' },
    tokenExpired: { status: 401, code: 'STS5.0002', message: 'Authentication failed.' },
    serverFailure: { status: 500, code: 'STS5.0005', message: 'Internal error.' },
  },
  errorBody: dbsErrorBody,
  gatewayErrorBody: ({ status, message }) =>
    status === 401 ? { error_code: 'STS5.0002', error_msg: message } : undefined,
  routes: [
    {
      ...documentedRoute('sts-login', 'POST /v5/agencies/assume-with-oidc', stsLogin),
      anonymous: true,
    },
  ],
  instances: [],
};
