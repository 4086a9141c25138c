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
