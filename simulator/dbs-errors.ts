import type { ErrorTable } from './documented-error.ts';

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
