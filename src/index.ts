export type { AgencyCredentials } from './auth/logins/agency.ts';
export type { CredentialsFunction } from './auth/logins/function.ts';
export type { Credentials } from './auth/logins/index.ts';
export type { KeyCredentials } from './auth/logins/keys.ts';
export type { OidcCredentials } from './auth/logins/oidc.ts';
export type { PasswordCredentials } from './auth/logins/password.ts';
export type { BaseCredentials } from './auth/logins/registry.ts';
export type { StsCredentials } from './auth/logins/sts.ts';
export type { TokenCredentials } from './auth/logins/token.ts';
export type { CreateOptions } from './backup/create/create-backup.ts';
export type { BackupOutcome, CreateManyOptions } from './backup/create/create-backups.ts';
export type { CallOptions } from './backup/deadline.ts';
export type { Instance, InstanceQuery } from './backup/instances.ts';
export type { BackupFilter, BackupRef } from './backup/list.ts';
export type { BackupOrder, OtherNames } from './backup/order.ts';
export type { PreflightOptions, PreflightReport } from './backup/preflight.ts';
export type { Check, CheckId, Verdict } from './backup/preflight-checks.ts';
export type {
  Completed,
  PruneReport,
  PruneRule,
  PruneTarget,
} from './backup/prune.ts';
export type { Estimate, History } from './backup/wait/history.ts';
export type { Progress } from './backup/wait/progress.ts';
export type { WaitOptions } from './backup/wait/wait-for-backup.ts';
export { BackupClient } from './client.ts';
export type { Advice, NamedOption, OptionName } from './errors/advice.ts';
export { ApiError } from './errors/api-error.ts';
export {
  BackupDeletingError,
  BackupError,
  BackupFailedError,
  BackupNeverListedError,
  BackupVanishedError,
  CancelledError,
  DeadlineError,
  StatusUnavailableError,
  StoppedError,
} from './errors/backup-error.ts';
export type { ErrorKind } from './errors/kinds.ts';
export {
  ClosedError,
  InputError,
  InstanceBusyError,
  ListMovedError,
  LoginError,
  LookupError,
  type Problem,
  UncertainCreateError,
  UnsupportedError,
} from './errors/request-errors.ts';
export {
  RestoreFailedError,
  RestoreUnfinishedError,
  UncertainRestoreError,
} from './errors/restore-errors.ts';
export { NetworkError, ResponseError } from './errors/transport-errors.ts';
export type { ProxySettings } from './http/proxy-address.ts';
export type { Timeouts } from './http/transport.ts';
export type {
  Backup,
  BackupEngine,
  BackupStatus,
  CloudId,
  RestoredInstance,
  ServiceId,
} from './model.ts';
export type { BackupClientOptions } from './options.ts';
export type { RestoreChange, RestoreFill } from './restore/fill.ts';
export type { RestoreBackupOptions } from './restore/restore-backup.ts';
export type { PrintedRequest, RestoreField, RestoreGuide } from './restore/restore-guide.ts';
export type { RestorePlan, RestorePlanOptions } from './restore/restore-plan.ts';
export { RestoreClient } from './restore-client.ts';
export { type Clock, systemClock } from './runtime/clock.ts';
export type { Log } from './runtime/log.ts';
export { serviceIds } from './services/index.ts';
export type { RestoreStates } from './services/restore/restore-way.ts';
