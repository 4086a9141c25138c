import { dbsErrors } from '../dbs-errors.ts';
import type { ErrorTable } from '../documented-error.ts';
import { documentedRoute } from '../documented-route.ts';
import type { GatewayError } from '../gateway-error.ts';
import type { JsonObject } from '../json-object.ts';
import type { ServiceDescription } from '../service-description.ts';
import { listProjects } from './list-projects.ts';

/** IAM, by the OTC pages on querying projects; its errors have Keystone's shape. */
export const iam: ServiceDescription = {
  id: 'iam',
  host: 'iam',
  title: 'Identity and Access Management',
  errors: iamErrors(),
  errorBody: ({ status, message }) => keystoneError(status, message),
  gatewayErrorBody: (error: GatewayError) => keystoneError(error.status, error.message),
  routes: [
    documentedRoute('projects', 'GET /v3/projects', listProjects),
    documentedRoute('projects', 'GET /v3/auth/projects', listProjects),
  ],
  instances: [],
};

function iamErrors(): ErrorTable {
  return {
    ...dbsErrors,
    noPermission: {
      status: 403,
      code: 'IAM.0003',
      message: 'You are not authorized to perform the requested action.',
    },
    tokenExpired: {
      status: 401,
      code: 'IAM.0001',
      message: 'The request you have made requires authentication.',
    },
  };
}

function keystoneError(code: number, message: string): JsonObject {
  const titles: Readonly<Record<number, string>> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    429: 'Too Many Requests',
  };
  return { error: { code, message, title: titles[code] ?? 'Internal Server Error' } };
}
