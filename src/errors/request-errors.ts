import { formatDuration, withName } from '../runtime/text.ts';
import { type Advice, advice, option } from './advice.ts';
import { ApiError } from './api-error.ts';
import { BackupError } from './backup-error.ts';
import { type ErrorKind, isPassingStatus } from './kinds.ts';
import { NetworkError, ResponseError } from './transport-errors.ts';

/** One thing to change: which input, and what to write instead. Never holds a secret's value. */
export interface Problem<Input extends string = string> {
  /** The field, like `credentials.token`. */
  readonly input: Input;
  /** What is wrong with it, and what to write instead. */
  readonly problem: string;
}

/** The caller's input can't be used; thrown before anything is asked for, with every problem at once. */
export class InputError extends BackupError {
  override readonly name = 'InputError';
  /** All of them, in the order of the fields. */
  readonly problems: readonly Problem[];

  /** @internal */
  constructor(problems: readonly Problem[], outcome = 'nothing was sent') {
    const count = problems.length === 1 ? 'One input needs' : `${problems.length} inputs need`;
    const lines = problems.map(({ input, problem }) => `${input}: ${problem}`);
    super(`${count} a change; ${outcome}.\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/** A project, an instance or a node was looked up and there was not exactly one; `found` lists what there was. */
export class LookupError extends BackupError {
  override readonly name = 'LookupError';
  /** Ids or names of what there was: none, or too many. */
  readonly found: readonly string[];

  /** @internal */
  constructor(message: string, found: readonly string[], hint: Advice) {
    super(message, { hint });
    this.found = found;
  }
}

/** The service's API has no such call in this cloud, or not for this instance. */
export class UnsupportedError extends BackupError {
  override readonly name = 'UnsupportedError';
}

export interface LoginErrorOptions {
  readonly hint: Advice | undefined;
  readonly cause?: unknown;
  /** Whether a later try may succeed. Default: no. */
  readonly isPassing?: boolean | undefined;
}

/** Whether the same login may succeed later; anything else that is refused is not sent again. */
function mayBeAcceptedLater(cause: unknown): boolean {
  if (cause instanceof NetworkError) return true;
  if (!(cause instanceof ApiError)) return false;
  const { kind, status } = cause;
  return kind === 'server' || kind === 'throttled' || isPassingStatus(status);
}

/** No login, and so nothing was asked of a database service. `cause` is what IAM or the network said. */
export class LoginError extends BackupError {
  override readonly name = 'LoginError';
  /** Whether a later try may succeed: it was not refused, it only could not be had this time. */
  readonly isPassing: boolean;

  /** @internal */
  constructor(message: string, { hint, cause, isPassing = false }: LoginErrorOptions) {
    super(message, { cause, hint });
    this.isPassing = isPassing;
  }

  /** Wraps what went wrong while logging in; the hint is for an answer with one of the statuses. @internal */
  static from(
    cause: unknown,
    hintAfter: (refusal: ApiError) => Advice,
    refusals: readonly number[] = [401, 403],
  ): LoginError {
    const message = cause instanceof Error ? cause.message : String(cause);
    const isRefused = cause instanceof ApiError && refusals.includes(cause.status);
    const ownHint = cause instanceof BackupError ? cause.advice : undefined;
    const hint = isRefused ? hintAfter(cause) : ownHint;
    // What is no error of ours was thrown by a function of the caller's, which may work the next time.
    const isPassing = !(cause instanceof BackupError) || mayBeAcceptedLater(cause);
    return new LoginError(`The login failed. ${message}`, { hint, cause, isPassing });
  }

  /** The same for somebody else, who gets an error of its own. @internal */
  copy(): LoginError {
    const { advice: hint, cause, isPassing } = this;
    return new LoginError(this.message, { hint, cause, isPassing });
  }
}

/** A call could not go out in time: the calls that go to its host in a minute were taken by others. */
export class OverBudgetError extends BackupError {
  override readonly name = 'OverBudgetError';

  /** @internal */
  constructor(host: string) {
    super(`The calls that may go to ${host} in a minute were taken by others.`, {
      hint: advice`Raise ${option('timeoutMs')}, or make fewer backups at once.`,
    });
  }
}

/** The time was over before a call that had been sent was answered. */
export class UnansweredError extends BackupError {
  override readonly name = 'UnansweredError';

  /** `purpose`: after "to". @internal */
  constructor(host: string, purpose: string) {
    super(`No answer from ${host} came in time when it was asked to ${purpose}.`, {
      hint: advice`Raise ${option('timeoutMs')}, or find out why ${host} answers so slowly.`,
    });
  }
}

/** The client was closed before this call was made, or while it was under way. */
export class ClosedError extends BackupError {
  override readonly name = 'ClosedError';

  /** @internal */
  constructor() {
    super('This client is closed: it makes no further calls.', {
      hint: 'Make a new BackupClient, or close this one later.',
    });
  }
}

export interface InstanceBusyFields {
  readonly instanceId: string;
  readonly instanceName?: string | undefined;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;
  /** What the cloud said when it was asked for the backup. */
  readonly cause: Error;
  /** The instance’s state in the cloud’s own words. */
  readonly state: string;
  /** Whether that is one that does not pass by itself. */
  readonly isStuck: boolean;
}

/** The instance did not become free in time, or can't become so by itself; no backup was made. */
export class InstanceBusyError extends BackupError {
  override readonly name = 'InstanceBusyError';
  /** The instance that was busy. */
  readonly instanceId: string;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;
  /** The cloud’s own words for the instance’s state when it was looked at last. */
  readonly state: string;

  /** @internal */
  constructor(fields: InstanceBusyFields) {
    const { instanceId, instanceName, elapsedMs, cause, state, isStuck } = fields;
    const end = isStuck
      ? `is ${state}, which does not pass by itself`
      : `was still busy after ${formatDuration(elapsedMs)} of waiting`;
    const hint = isStuck
      ? 'Look at the instance in the console and fix its state first: waiting longer does not help.'
      : advice`Run this again when the instance is free, or raise ${option('busyTimeoutMs')} and ${option('timeoutMs')}.`;
    super(
      `Instance ${withName(instanceId, instanceName)} ${end}, so no backup was made. ${cause.message}`,
      {
        cause,
        hint,
      },
    );
    this.instanceId = instanceId;
    this.elapsedMs = elapsedMs;
    this.state = state;
  }
}

/**
 * Why a backup may exist: `lost`, the create's answer was, or it named another backup; `taken`, its own unique
 * name is; `refused`, and a create that a gateway sends on twice is refused so.
 */
export type UncertaintyKind = keyof typeof UNCERTAINTIES;

const UNCERTAINTIES = {
  lost: (title: string) => `${title} was asked for it and what became of that is not known.`,
  taken: (title: string) => `${title} says that the name is taken, and nothing else makes it up.`,
  refused: () =>
    'a gateway that sends a create on twice can answer with the refusal of the second, and no list has ruled that out.',
} as const;

export interface UncertainCreateFields {
  readonly kind: UncertaintyKind;
  readonly title: string;
  readonly backupName: string;
  readonly instanceId: string;
  readonly instanceName?: string | undefined;
  /** Ids of backups that may be the one, where it can't be told. */
  readonly candidates?: readonly string[];
  readonly cause: unknown;
}

function describeCause(cause: unknown): string {
  return cause instanceof BackupError
    ? ` ${cause.message}`
    : ' No answer came before this step was ended.';
}

/** The create was sent, and what came of it is not known: one backup may exist. */
export class UncertainCreateError extends BackupError {
  override readonly name = 'UncertainCreateError';
  /** The name to look for in the console. */
  readonly backupName: string;
  /** The instance that it would be of. */
  readonly instanceId: string;
  /** Ids of backups that may be the one, where it can't be told. */
  readonly candidates: readonly string[];

  /** @internal */
  constructor(fields: UncertainCreateFields) {
    const { kind, title, backupName, instanceId, instanceName, candidates = [], cause } = fields;
    const any = candidates.length === 1 ? '' : 'any of ';
    const list = candidates.length > 0 ? ` It may be ${any}${candidates.join(', ')}.` : '';
    super(
      `A backup named ${backupName} may exist: ${UNCERTAINTIES[kind](title)}${list}${describeCause(cause)}`,
      {
        cause,
        hint: `Look in the console under the backups of instance ${withName(instanceId, instanceName)} for the name ${backupName} before you run this again.`,
      },
    );
    this.backupName = backupName;
    this.instanceId = instanceId;
    this.candidates = candidates;
  }
}

export interface ListMovedFields {
  /** What is listed, like `backups of RDS`. */
  readonly content: string;
  /** How many the cloud counts, where it has listed none of them. */
  readonly unlistedCount?: number | undefined;
}

/**
 * A list changed while it was read, or shows nothing of what it counts: what it has not shown may be
 * there all the same. Thrown where something would have been called absent.
 */
export class ListMovedError extends BackupError {
  override readonly name = 'ListMovedError';

  /** @internal */
  constructor({ content, unlistedCount }: ListMovedFields) {
    super(
      unlistedCount === undefined
        ? `The list of ${content} moved while it was read: what it did not show may be there all the same.`
        : `The cloud counts ${unlistedCount} ${content} and lists none of them: what there is can’t be told.`,
      {
        hint:
          unlistedCount === undefined
            ? 'Run this again when fewer of them are made and deleted at a time.'
            : 'Run this again later. If it stays so, tell the cloud’s support: the list contradicts itself.',
      },
    );
  }
}

const PASSING: readonly ErrorKind[] = ['server', 'throttled', 'busy', 'conflict', 'not-api'];

/** Whether what went wrong with a poll may be gone at the next one. */
export function isTransient(error: unknown): boolean {
  if (error instanceof LoginError) return error.isPassing;
  if (error instanceof ApiError) return PASSING.includes(error.kind);
  if (error instanceof NetworkError) return !error.isLasting;
  return error instanceof ResponseError || error instanceof ListMovedError;
}

/** Whether the host took the call for one too many: then nothing was done. */
export const isThrottled = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.kind === 'throttled';

/** Whether the call has surely not reached anybody. */
export const isUnreached = (error: unknown): error is NetworkError =>
  error instanceof NetworkError && !error.mayHaveArrived;

/** Whether asking again would change nothing: an untrusted certificate, a login that the proxy refuses. */
export const endsAtOnce = (error: unknown): boolean =>
  error instanceof NetworkError && error.isLasting;
