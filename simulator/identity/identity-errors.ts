import type { DocumentedError } from '../documented-error.ts';

/** What IAM itself answers; the codes are those of its own part, the Keystone part shows the status. */
export const identityErrors = {
  badRequest: { status: 400, code: 'IAM.0011', message: 'Request body is invalid.' },
  unauthorized: {
    status: 401,
    code: 'IAM.0001',
    message: 'The request you have made requires authentication.',
  },
  forbidden: {
    status: 403,
    code: 'IAM.0003',
    message: 'You are not authorized to perform the requested action.',
  },
  notFound: { status: 404, code: 'IAM.0004', message: 'Could not find the requested resource.' },
  serverFailure: {
    status: 500,
    code: 'IAM.0006',
    message: 'An unexpected error prevented the server from fulfilling your request.',
  },
} as const satisfies Readonly<Record<string, DocumentedError>>;
