export type {
  AgencyCredentials,
  BaseCredentials,
  Credentials,
  CredentialsFunction,
  KeyCredentials,
  OidcCredentials,
  PasswordCredentials,
  StsCredentials,
  TokenCredentials,
} from './auth/credentials.ts';
export type { Backup, BackupStatus } from './backup/backup.ts';
export type { BackupOrder, OtherNames } from './backup/backup-order.ts';
export type { CreateOptions } from './backup/create/create-backup.ts';
export type { BackupOutcome, CreateManyOptions } from './backup/create/create-backups.ts';
export type { Instance, InstanceOptions, InstanceQuery } from './backup/find-instance.ts';
export type { BackupFilter, BackupRef } from './backup/list-records.ts';
export type { PreflightOptions, PreflightReport } from './backup/preflight/preflight.ts';
export type { Check } from './backup/preflight/preflight-checks.ts';
export type { Verdict } from './backup/preflight/preflight-verdicts.ts';
export type {
  Completed,
  PruneReport,
  PruneRule,
  PruneTarget,
} from './backup/retention/prune-backups.ts';
export type { SharedLists } from './backup/shared-lists.ts';
export type { Estimate, History } from './backup/wait/history.ts';
export type { Progress } from './backup/wait/progress-report.ts';
export type { WaitOptions } from './backup/wait/wait-for-backup.ts';
export type { CallOptions } from './call-options.ts';
export { BackupClient, type LookOptions } from './client.ts';
export type { BackupClientOptions } from './client-options.ts';
export { type Clock, systemClock } from './clock.ts';
export type { CloudId } from './cloud/cloud.ts';
export { ApiError } from './errors/api-error.ts';
export { BackupDeletingError } from './errors/backup-deleting-error.ts';
export { BackupError } from './errors/backup-error.ts';
export { BackupFailedError } from './errors/backup-failed-error.ts';
export { BackupNeverListedError } from './errors/backup-never-listed-error.ts';
export { BackupVanishedError } from './errors/backup-vanished-error.ts';
export { CancelledError } from './errors/cancelled-error.ts';
export { ClosedError } from './errors/closed-error.ts';
export { DeadlineError } from './errors/deadline-error.ts';
export type { ErrorKind } from './errors/error-kind.ts';
export { InputError, type Problem } from './errors/input-error.ts';
export { InstanceBusyError } from './errors/instance-busy-error.ts';
export { LoginError } from './errors/login-error.ts';
export { LookupError } from './errors/lookup-error.ts';
export { LostSightError } from './errors/lost-sight-error.ts';
export { NetworkError } from './errors/network-error.ts';
export { ResponseError } from './errors/response-error.ts';
export { StoppedError } from './errors/stopped-error.ts';
export { UncertainCreateError } from './errors/uncertain-create-error.ts';
export { UnsupportedError } from './errors/unsupported-error.ts';
export { WaitTimeoutError } from './errors/wait-timeout-error.ts';
export type { ProxySettings, Timeouts } from './http/transport.ts';
export type { Log } from './log.ts';
export { type ServiceId, serviceIds } from './services/index.ts';
