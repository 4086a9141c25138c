import { type CreateOptions, createBackup } from './backup/create/create-backup.ts';
import { type CreateManyOptions, createBackups } from './backup/create/create-backups.ts';
import { waitForOwn } from './backup/create/wait-for-own.ts';
import { type CallOptions, type Deadline, within } from './backup/deadline.ts';
import { deleteBackup } from './backup/delete.ts';
import { findInstance, type InstanceQuery } from './backup/instances.ts';
import { type BackupFilter, type BackupRef, getBackup, listBackups } from './backup/list.ts';
import type { BackupOrder } from './backup/order.ts';
import { type PreflightOptions, preflight, UNCHECKED } from './backup/preflight.ts';
import {
  type Completed,
  findOldBackups,
  type PruneRule,
  type PruneTarget,
  pruneBackups,
  UNLISTED,
} from './backup/prune.ts';
import { createStatusPoller, type StatusPoller } from './backup/wait/poller.ts';
import type { WaitOptions } from './backup/wait/wait-for-backup.ts';
import { ClosedError } from './errors/request-errors.ts';
import type { Transport } from './http/transport.ts';
import type { Backup } from './model.ts';
import { type BackupClientOptions, checkArguments, openSession } from './options.ts';
import { describeRestores } from './restore/describe-restores.ts';
import type { RestoreGuide } from './restore/restore-guide.ts';
import type { Clock } from './runtime/clock.ts';
import type { Session } from './session.ts';

/**
 * Manual backups of managed databases in one project of Open Telekom Cloud or Huawei Cloud.
 * Every method throws only subclasses of `BackupError`: a `LoginError` and a `ClosedError` among them, and
 * when it ends early a `CancelledError` or a `DeadlineError`. https://github.com/OWNER/cloud-db-backup/tree/main/docs/services links the API pages.
 */
export class BackupClient {
  readonly #session: Session;
  readonly #poller: StatusPoller;
  readonly #transport: Transport;
  readonly #calls: OpenCalls;

  /** @throws InputError with every problem of the options; nothing is sent. */
  constructor(options: BackupClientOptions) {
    const { session, transport } = openSession(options);
    this.#session = session;
    this.#calls = createOpenCalls(session.clock);
    this.#transport = transport;
    this.#poller = createStatusPoller(session);
  }

  /** When a fixed token ends, in milliseconds since 1970, as far as IAM tells (`GET /v3/auth/tokens`). @throws ApiError, NetworkError */
  findTokenEnd(options: CallOptions = {}): Promise<number | undefined> {
    return this.#calls.make({ options }, 'the end of the token was known', ({ signal }) =>
      this.#session.findTokenEnd(signal),
    );
  }

  /** The project's id: as given, or looked up by now. */
  get projectId(): string | undefined {
    return this.#session.knownProjectId();
  }

  /** The project's id: as given, or looked up once (IAM: `GET /v3/projects`). @throws LookupError, ApiError, NetworkError */
  findProjectId(options: CallOptions = {}): Promise<string> {
    return this.#calls.make({ options }, 'the project was found', ({ signal }) =>
      this.#session.findProjectId(signal),
    );
  }

  /**
   * Asks for one backup and returns when the cloud has accepted it; it is not complete yet.
   * @throws UncertainCreateError: one may exist; any other: none was made.
   * @see docs/services for the API pages of its create call
   */
  createBackup(order: BackupOrder, options: CreateOptions = {}): Promise<Backup> {
    return this.#calls.make({ options }, undefined, (deadline) =>
      createBackup(this.#session, order, { ...options, deadline }),
    );
  }

  /** A backup for each order, all at once; each outcome tells how it ended. @throws InputError @see createBackup */
  createBackups(orders: readonly BackupOrder[], options: CreateManyOptions) {
    const context = { session: this.#session, poller: this.#poller };
    return this.#calls.follow({ orders, options }, (signal) =>
      createBackups(context, orders, { ...options, signal }),
    );
  }

  /** The one instance that is meant. @throws LookupError, ApiError, NetworkError @see docs/services */
  findInstance(query: InstanceQuery, options: CallOptions = {}) {
    return this.#calls.make({ query, options }, 'the instance was found', ({ signal }) =>
      findInstance(this.#session, query, signal),
    );
  }

  /** Everything that can be known before a backup is made. @throws InputError, CancelledError, DeadlineError @see docs/services */
  preflight(order: BackupOrder, options: PreflightOptions = {}) {
    return this.#calls.make({ options }, UNCHECKED, (deadline) =>
      preflight(this.#session, order, options, deadline),
    );
  }

  /** Deletes what is older than a completed backup and those that stay. @throws InputError, ApiError, NetworkError @see docs/services */
  pruneBackups(completed: Completed, rule: PruneRule, options: CallOptions = {}) {
    const unreached = 'the older backups were listed: none is deleted';
    return this.#calls.make({ completed, rule, options }, unreached, (deadline) =>
      pruneBackups(this.#session, completed, { ...rule, deadline }),
    );
  }

  /** What `pruneBackups` would delete after a backup that is completed now. @throws as it does @see docs/services */
  findOldBackups(target: PruneTarget, rule: PruneRule, options: CallOptions = {}) {
    return this.#calls.make({ target, rule, options }, UNLISTED, (deadline) =>
      findOldBackups(this.#session, target, { ...rule, deadline }),
    );
  }

  /** The backup as the cloud lists it now; `undefined` when it lists none. @throws ApiError, NetworkError, ResponseError @see docs/services */
  getBackup(ref: BackupRef, options: CallOptions = {}) {
    return this.#calls.make({ ref, options }, 'the backup was found', ({ signal }) =>
      getBackup(this.#session, ref, signal),
    );
  }

  /** All pages of the list, newest first as the clouds sort. @throws ApiError, NetworkError, ResponseError @see docs/services */
  listBackups(filter: BackupFilter, options: CallOptions = {}) {
    return this.#calls.make({ filter, options }, 'the backups were listed', ({ signal }) =>
      listBackups(this.#session, filter, signal),
    );
  }

  /**
   * How a backup becomes a new instance: the request, where the pages have one, and the console's way.
   * It reads one list of instances, and sends nothing else.
   * @throws InputError, LoginError, LookupError, CancelledError, DeadlineError @see docs/services
   */
  describeRestore(backup: Backup, options: CallOptions = {}): Promise<RestoreGuide> {
    return this.#calls.make({ backup, options }, UNDESCRIBED, async (deadline) => {
      const guides = await describeRestores(this.#session, [backup], {}, deadline);
      const [guide] = guides;
      if (guide === undefined) throw new TypeError('no guide');
      return guide;
    });
  }

  /** `describeRestore` of several backups: one list for each service. @throws as it does @see docs/services */
  describeRestores(backups: readonly Backup[], options: CallOptions = {}) {
    return this.#calls.make({ backups, options }, UNDESCRIBED, (deadline) =>
      describeRestores(this.#session, backups, {}, deadline),
    );
  }

  /** Deletes a backup; some clouds do it at once, some take a while. @throws InputError, ApiError, NetworkError @see docs/services */
  deleteBackup(ref: Pick<BackupRef, 'service' | 'id'>, options: CallOptions = {}) {
    return this.#calls.make({ ref, options }, undefined, (deadline) =>
      deleteBackup(this.#session, ref, deadline),
    );
  }

  /**
   * Resolves when the backup is completed, and never otherwise.
   * @throws BackupFailedError, BackupDeletingError, BackupVanishedError, BackupNeverListedError,
   * DeadlineError, CancelledError, StatusUnavailableError; UncertainCreateError where the record began
   * before `acceptedAt`, so that it is another backup's, and no list shows ours
   * @see docs/services for the API pages of the lists and jobs that are looked at
   */
  waitForBackup(backup: Backup, options: WaitOptions): Promise<Backup> {
    const context = { session: this.#session, poller: this.#poller, isBatch: false };
    return this.#calls.follow({ backup, options }, (signal) =>
      waitForOwn(context, backup, { ...options, signal }),
    );
  }

  /**
   * Makes a call that a class with more of them has: with this client's session, its arguments checked
   * first, ended with the others.
   * @throws InputError, ClosedError, and what the work throws
   * @see docs/services
   * @internal
   */
  protected call<Value>(
    given: Given,
    work: (session: Session, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    return this.#calls.follow(given, (signal) => work(this.#session, signal));
  }

  /**
   * Ends every call with a `CancelledError`, as a cancellation would: a wait at once, with its backup in
   * it; a create that is under way gets five seconds for its answer. Then it ends the client's
   * connections, but not those of a dispatcher that was passed in. Later calls reject with a `ClosedError`.
   */
  async close(): Promise<void> {
    await this.#calls.end();
    await this.#transport.close();
  }
}

/** What a description of a restore has not come to when it ends early. */
export const UNDESCRIBED = 'the restore was described';

/** The arguments of a call, by name. */
export interface Given extends Readonly<Record<string, unknown>> {
  readonly options: CallOptions;
}

/** The calls of a client that are under way. */
interface OpenCalls {
  /**
   * Makes a call with what was given for it, by the names of the arguments. Its signal follows the
   * caller's as long as the call lasts: a signal that lives on for long keeps nothing of it, and its
   * reason is never taken for something that the call met. @throws InputError, ClosedError
   */
  follow<Value>(given: Given, call: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** `follow`, within the options' limits. `unreached`: what the call has not come to when it ends early. */
  make<Value>(
    given: Given,
    unreached: string | undefined,
    call: (deadline: Deadline) => Promise<Value>,
  ): Promise<Value>;
  /** Ends those that are under way and lets no further one begin; resolves when the last is over. */
  end(): Promise<void>;
}

function createOpenCalls(clock: Clock): OpenCalls {
  const underWay = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;

  async function follow<Value>(given: Given, call: (signal: AbortSignal) => Promise<Value>) {
    checkArguments(given);
    if (isClosed) throw new ClosedError();
    const { signal } = given.options;
    const controller = new AbortController();
    const cancel = () => controller.abort();
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
    const work = call(controller.signal);
    underWay.set(controller, work);
    try {
      return await work;
    } finally {
      underWay.delete(controller);
      signal?.removeEventListener('abort', cancel);
    }
  }

  return {
    follow,
    make: (given, unreached, call) =>
      follow(given, (signal) => within(clock, { ...given.options, signal }, unreached, call)),
    async end() {
      isClosed = true;
      for (const controller of underWay.keys()) controller.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}
