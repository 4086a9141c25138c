import type { JsonObject } from './wire.ts';

/** Why a request is refused: in words all share, or by one error of the service's own. */
export type RefusalReason = ErrorMeaning | GatewayReason | DocumentedError;

/** Thrown where a request is refused; the service or the gateway words the answer. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly detail: string | undefined;

  constructor(reason: RefusalReason, detail?: string) {
    super(detail ?? (typeof reason === 'string' ? reason : reason.message));
    this.reason = reason;
    this.detail = detail;
  }
}

/** One line of a service's error code page. */
export interface DocumentedError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What went wrong, in words all services share; each names its own code for it. */
export type ErrorMeaning =
  | 'badRequest'
  | 'badProjectId'
  | 'badInstanceId'
  | 'badName'
  | 'badDescription'
  | 'duplicateName'
  | 'instanceMissing'
  | 'instanceBusy'
  | 'instanceFrozen'
  | 'instanceFull'
  | 'instanceNotReady'
  | 'backupRunning'
  | 'replicaRefused'
  | 'engineRefused'
  | 'backupMissing'
  | 'backupNotDeletable'
  | 'jobMissing'
  | 'noPermission'
  | 'tokenExpired'
  | 'serverFailure';

/** A service's codes by meaning. */
export type ErrorTable = Readonly<Record<ErrorMeaning, DocumentedError>>;

/** The DBS codes TaurusDB and RDS v3 share (their error code pages); services override what differs. */
export const dbsErrors: ErrorTable = {
  badRequest: { status: 400, code: 'DBS.200001', message: 'Parameter error.' },
  badProjectId: { status: 400, code: 'DBS.280408', message: 'Invalid project ID format.' },
  badInstanceId: { status: 400, code: 'DBS.280404', message: 'Invalid instance ID format.' },
  badName: { status: 400, code: 'DBS.280277', message: 'Invalid object name.' },
  badDescription: { status: 400, code: 'DBS.280127', message: 'Invalid backup description.' },
  duplicateName: { status: 409, code: 'DBS.201201', message: 'The object already exists.' },
  instanceMissing: { status: 404, code: 'DBS.200002', message: 'DB instance does not exist.' },
  instanceBusy: { status: 409, code: 'DBS.200019', message: 'Another operation is running.' },
  instanceFrozen: { status: 400, code: 'DBS.280449', message: 'The object is frozen.' },
  instanceFull: { status: 409, code: 'DBS.200316', message: 'The storage is full.' },
  instanceNotReady: { status: 400, code: 'DBS.201014', message: 'Not allowed in this status.' },
  backupRunning: { status: 409, code: 'DBS.201205', message: 'A backup is in progress.' },
  replicaRefused: { status: 400, code: 'DBS.212003', message: 'Operation not allowed.' },
  engineRefused: { status: 400, code: 'DBS.201207', message: 'Engine not supported.' },
  backupMissing: { status: 404, code: 'DBS.201010', message: 'The backup does not exist.' },
  backupNotDeletable: { status: 400, code: 'DBS.201208', message: 'Backup can not be deleted.' },
  jobMissing: { status: 400, code: 'DBS.200543', message: 'The job does not exist.' },
  noPermission: { status: 403, code: 'DBS.200010', message: 'Operation not authorized.' },
  tokenExpired: { status: 403, code: 'DBS.280056', message: 'Invalid token.' },
  serverFailure: { status: 500, code: 'DBS.108000', message: 'Server failure.' },
};

/** The error body of the v3 and v4 database services. */
export function dbsErrorBody(error: DocumentedError): JsonObject {
  return { error_code: error.code, error_msg: error.message };
}

/** Reasons for which the gateway itself refuses a request. */
export type GatewayReason =
  | 'unknownApi'
  | 'badAuthentication'
  | 'accessKeyLocked'
  | 'tokenToRenew'
  | 'throttled'
  | 'bodyTooLarge';

/** The gateway's line for a reason; the prefix APIG or APIGW is the cloud's. */
export interface GatewayError {
  readonly status: number;
  readonly number: string;
  readonly message: string;
}

/** What the gateway answers, by reason. */
export const gatewayErrors: Readonly<Record<GatewayReason, GatewayError>> = {
  unknownApi: { status: 404, number: '0101', message: 'The API does not exist' },
  badAuthentication: {
    status: 401,
    number: '0301',
    message: 'Incorrect IAM authentication information',
  },
  accessKeyLocked: {
    status: 401,
    number: '0301',
    message: 'Incorrect IAM authentication information: failed to reach the limit, forbidden',
  },
  tokenToRenew: { status: 401, number: '0307', message: 'The token must be updated' },
  throttled: {
    status: 429,
    number: '0308',
    message:
      'The throttling threshold has been reached: policy user over ratelimit,limit:200,time:1 minute',
  },
  bodyTooLarge: { status: 413, number: '0201', message: 'The request body is too large' },
};

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
