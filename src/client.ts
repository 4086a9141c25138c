import { findScope } from './auth/iam-token.ts';
import { createLogin } from './auth/login.ts';
import type { Backup } from './backup/backup.ts';
import type { BackupOrder } from './backup/backup-order.ts';
import { type CreateOptions, createBackup } from './backup/create-backup.ts';
import {
  type BackupFilter,
  type BackupRef,
  deleteBackup,
  findRecord,
  listBackups,
  toBackup,
} from './backup/list-backups.ts';
import { type WaitOptions, waitForBackup } from './backup/wait-for-backup.ts';
import { type BackupClientOptions, findOptionProblems } from './client-options.ts';
import { systemClock } from './clock.ts';
import { findIamEndpoint, findStsEndpoint } from './cloud/endpoint.ts';
import { foundOrThrow } from './cloud/found-or-throw.ts';
import { parseIamUrl } from './cloud/parse-endpoint-url.ts';
import { InputError } from './errors/input-error.ts';
import type { Transport } from './http/http-exchange.ts';
import { createSender } from './http/sender.ts';
import { createTransport } from './http/transport.ts';
import { silentLog } from './log.ts';
import { createSession, type Session } from './session.ts';

/** For calls that a caller may want to end early. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

const never = new AbortController().signal;

function normaliseIamEndpoint(url: string | undefined): string | undefined {
  const parsed = url === undefined ? undefined : parseIamUrl(url);
  return parsed && 'url' in parsed ? parsed.url : undefined;
}

/**
 * Manual backups of managed databases in one project of Open Telekom Cloud or Huawei Cloud.
 * Every method throws only subclasses of `BackupError`, or the reason of the caller's signal.
 */
export class BackupClient {
  readonly #session: Session;
  readonly #transport: Transport;

  /** @throws InputError with every problem of the options; nothing is sent. */
  constructor(options: BackupClientOptions) {
    const problems = findOptionProblems(options);
    if (problems.length > 0) throw new InputError(problems);
    const { clock = systemClock, random = Math.random, log = silentLog } = options;
    const { cloud, region, endpoints, stsEndpoint, projectId, projectName, credentials } = options;
    const { language = 'en-us' } = options;
    const iamEndpoint = normaliseIamEndpoint(options.iamEndpoint);
    this.#transport = createTransport(options);
    const sender = createSender({ transport: this.#transport, clock, random, log, language });
    const target = { cloud, region, endpoints, iamEndpoint, stsEndpoint };
    const desk = {
      sender,
      findIamUrl: () => foundOrThrow(findIamEndpoint(target)).url,
      findStsUrl: () => foundOrThrow(findStsEndpoint(target)).url,
      findScope: (domainName?: string) => findScope({ projectId, projectName, region }, domainName),
    };
    const login = createLogin({ credentials, desk, clock, log });
    const where = { target, projectId, projectName };
    this.#session = createSession({ ...where, login, sender, clock, random, log });
  }

  /**
   * When a token that was given as it is ends, in milliseconds since 1970, as far as IAM tells.
   * @throws ApiError, NetworkError
   */
  findTokenEnd({ signal = never }: CallOptions = {}): Promise<number | undefined> {
    return this.#session.findTokenEnd(signal);
  }

  /** The project's id: as given, or looked up once. @throws LookupError, ApiError, NetworkError */
  findProjectId({ signal = never }: CallOptions = {}): Promise<string> {
    return this.#session.findProjectId(signal);
  }

  /**
   * Asks for one backup and returns as soon as the cloud has accepted it; it is not complete yet.
   * @throws InputError, LookupError, ApiError, NetworkError, CancelledError, DeadlineError: none was
   * made; UncertainCreateError: one may exist.
   */
  createBackup(order: BackupOrder, options: CreateOptions = {}): Promise<Backup> {
    return createBackup(this.#session, order, options);
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
    return waitForBackup(this.#session, backup, options);
  }

  /** Ends the client's connections; not those of a dispatcher that was passed in. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
