import type { Backup } from './backup/backup.ts';
import type { BackupOrder } from './backup/backup-order.ts';
import { type CreateOptions, createBackup } from './backup/create-backup.ts';
import { type CreateManyOptions, createBackups } from './backup/create-backups.ts';
import { findInstance, type InstanceOptions, type InstanceQuery } from './backup/find-instance.ts';
import { deleteBackup, listBackups, toBackup } from './backup/list-backups.ts';
import { type BackupFilter, type BackupRef, findRecord } from './backup/list-records.ts';
import { createLookout, type Lookout } from './backup/lookout.ts';
import { type PreflightOptions, preflight } from './backup/preflight.ts';
import {
  type Completed,
  findOldBackups,
  type PruneRule,
  type PruneTarget,
  pruneBackups,
} from './backup/prune-backups.ts';
import { type WaitOptions, waitForBackup } from './backup/wait-for-backup.ts';
import type { CallOptions } from './call-options.ts';
import type { BackupClientOptions } from './client-options.ts';
import type { Transport } from './http/http-exchange.ts';
import { openSession } from './open-session.ts';
import type { Session } from './session.ts';

const never = new AbortController().signal;

/**
 * Manual backups of managed databases in one project of Open Telekom Cloud or Huawei Cloud.
 * Every method throws only subclasses of `BackupError`, or the reason of the caller's signal.
 */
export class BackupClient {
  readonly #session: Session;
  readonly #lookout: Lookout;
  readonly #transport: Transport;

  /** @throws InputError with every problem of the options; nothing is sent. */
  constructor(options: BackupClientOptions) {
    const { session, transport } = openSession(options);
    this.#session = session;
    this.#transport = transport;
    this.#lookout = createLookout(session);
  }

  /** When a fixed token ends, in ms since 1970, as far as IAM tells. @throws ApiError, NetworkError */
  findTokenEnd({ signal = never }: CallOptions = {}): Promise<number | undefined> {
    return this.#session.findTokenEnd(signal);
  }

  /** The project's id: as given, or looked up by now. */
  get projectId(): string | undefined {
    return this.#session.knownProjectId();
  }

  /** The project's id: as given, or looked up once. @throws LookupError, ApiError, NetworkError */
  findProjectId({ signal = never }: CallOptions = {}): Promise<string> {
    return this.#session.findProjectId(signal);
  }

  /**
   * Asks for one backup and returns when the cloud has accepted it; it is not complete yet.
   * @throws UncertainCreateError: one may exist; any other: none was made.
   */
  createBackup(order: BackupOrder, options: CreateOptions = {}): Promise<Backup> {
    return createBackup(this.#session, order, options);
  }

  /** A backup for each order, all at once; each outcome tells how it ended. @throws InputError */
  createBackups(orders: readonly BackupOrder[], options: CreateManyOptions) {
    return createBackups({ session: this.#session, lookout: this.#lookout }, orders, options);
  }

  /** The one instance that is meant. @throws LookupError, ApiError, NetworkError */
  findInstance(query: InstanceQuery, options?: InstanceOptions) {
    return findInstance(this.#session, query, options);
  }

  /** Everything that can be known before a backup is made. @throws InputError, CancelledError, DeadlineError */
  preflight(order: BackupOrder, options?: PreflightOptions) {
    return preflight(this.#session, order, options);
  }

  /** Deletes what is older than a completed backup and those that stay. @throws InputError, UnsupportedError, ApiError */
  pruneBackups(completed: Completed, rule: PruneRule, { signal = never }: CallOptions = {}) {
    return pruneBackups(this.#session, completed, { ...rule, signal });
  }

  /** What `pruneBackups` would delete after a backup that is completed now. @throws as it does */
  findOldBackups(target: PruneTarget, rule: PruneRule, { signal = never }: CallOptions = {}) {
    return findOldBackups(this.#session, target, { ...rule, signal });
  }

  /** The backup as the cloud lists it now; `undefined` when it lists none. @throws ApiError, NetworkError, ResponseError */
  async getBackup(ref: BackupRef, { signal = never }: CallOptions = {}) {
    const record = await findRecord(this.#session, ref, signal);
    return record && toBackup(record, ref);
  }

  /** All pages of the list, newest first as the clouds sort. @throws ApiError, NetworkError, ResponseError */
  listBackups(filter: BackupFilter, { signal = never }: CallOptions = {}) {
    return listBackups(this.#session, filter, signal);
  }

  /** Some clouds delete at once, some take a while. @throws UnsupportedError, ApiError, NetworkError */
  deleteBackup(ref: Pick<BackupRef, 'service' | 'id'>, { signal = never }: CallOptions = {}) {
    return deleteBackup(this.#session, ref, signal);
  }

  /**
   * Resolves when the backup is completed, and never otherwise.
   * @throws BackupFailedError, BackupDeletingError, WaitTimeoutError, CancelledError, LostSightError
   */
  waitForBackup(backup: Backup, options: WaitOptions): Promise<Backup> {
    const place = { session: this.#session, lookout: this.#lookout, isOneOfSeveral: false };
    return waitForBackup(place, backup, options);
  }

  /** Ends the client's connections; not those of a dispatcher that was passed in. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
