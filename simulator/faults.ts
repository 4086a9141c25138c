import type { BackupBehaviour } from './backup-record.ts';
import type { Operation } from './route.ts';

/** Which requests a fault meets. */
export interface FaultTarget {
  /** Service id; without it any, IAM included. */
  readonly service?: string;
  /** Without it any; faults of a single backup meet creates only. */
  readonly operation?: Operation;
  /** How many matching requests it meets; 1 unless told, Infinity is allowed. */
  readonly times?: number;
  /** How many matching requests it lets through first. */
  readonly skip?: number;
}

/** A fault between client and service: what the client gets, and whether the call took effect. */
export type AnswerFault =
  /** Reset before anything is read; without an operation as soon as the connection is accepted. */
  | { readonly name: 'refuse' }
  /** Reset after the request was read, no effect. */
  | { readonly name: 'reset-before' }
  /** The effect happens, then a reset. */
  | { readonly name: 'reset-after' }
  /** No effect, and no answer until the simulator stops. */
  | { readonly name: 'timeout-before' }
  /** The effect happens, but no answer comes until the simulator stops. */
  | { readonly name: 'timeout-after' }
  /** The true answer, byte by byte. */
  | {
      readonly name: 'drip';
      /** Milliseconds between two bytes; 50 unless told. */
      readonly intervalMs?: number;
    }
  /** Too many requests, no effect. */
  | {
      readonly name: '429';
      /** The header `Retry-After`, in seconds or as a date. */
      readonly retryAfter?: string;
    }
  /** A server's error of this status; no effect unless `after`. */
  | {
      readonly name: '500' | '502' | '503' | '504';
      /** Whether the effect happened first. */
      readonly after?: boolean;
      /** The header `Retry-After`, in seconds or as a date. */
      readonly retryAfter?: string;
    }
  /** A gateway that gave up on the call, with this status and an empty body; no effect unless `after`. */
  | {
      readonly name: '408' | '421' | '425' | '499';
      /** Whether the effect happened first. */
      readonly after?: boolean;
    }
  /** Somebody else's page or redirect in the API's place, no effect. */
  | {
      readonly name: 'page';
      /** The HTTP status: 3xx or 4xx. */
      readonly status: number;
      /** Where it redirects to. */
      readonly location?: string;
    }
  /** A proxy's page with status 200; no effect unless `after`. */
  | {
      readonly name: 'html-200';
      /** Whether the effect happened first. */
      readonly after?: boolean;
    }
  /** The effect happened; half the body, then the connection ends. */
  | {
      readonly name: 'truncated-json';
      /** Whether the header content-length fits the half. */
      readonly matchingLength?: boolean;
    }
  /** A gateway that sends the call on twice, one right after the other. */
  | {
      readonly name: 'replay';
      /** Which answer it passes on; with `none` the connection is reset. */
      readonly answer: 'first' | 'second' | 'none';
    }
  /** The effect happened; status 200 and no body. */
  | { readonly name: 'empty-200' }
  /** The effect happened; the answer lacks the backup id. */
  | { readonly name: 'no-id' }
  /** The service's busy answer, no effect. */
  | {
      readonly name: 'busy';
      /** Another of the service's codes. */
      readonly code?: string;
      /** The HTTP status that comes with it. */
      readonly status?: number;
    }
  /** The answer to a token that has ended, no effect. */
  | { readonly name: 'token-expired' }
  /** The answer to a login without the right, no effect. */
  | { readonly name: 'forbidden' }
  /** Every list in the true answer comes empty. */
  | {
      readonly name: 'lagging-list';
      /** A list of backups then lacks only those that began less than so many milliseconds ago. */
      readonly lagMs?: number;
    }
  /** A list of backups that shows those of every instance. */
  | { readonly name: 'unfiltered-list' }
  /** A list that gives fewer entries a page than it was asked for. */
  | {
      readonly name: 'short-page';
      /** How many at most. */
      readonly most: number;
    }
  /** A page without entries, of a list that counts them all the same. */
  | { readonly name: 'empty-page' }
  /** A further page of a list that has changed since the page before; the first page is the true one. */
  | {
      readonly name: 'moved-list';
      /** How many entries were deleted in front of it; where negative, how many were made there. */
      readonly by: number;
      /** How many entries a page has at most; 100 unless told. */
      readonly most?: number;
    }
  /** Every name in the true answer's lists comes in lower case. */
  | { readonly name: 'lower-case-list' }
  /** An answer of the test's own; no effect unless `after`. */
  | {
      readonly name: 'error';
      /** The HTTP status. */
      readonly status: number;
      /** A text, or what becomes JSON; empty unless told. */
      readonly body?: string | object;
      /** Headers besides those of every answer. */
      readonly headers?: Readonly<Record<string, string>>;
      /** Whether the effect happened first. */
      readonly after?: boolean;
    };

/** A fault of a single backup, decided when it is created. */
export type BackupFault =
  /** Ends as FAILED, when it would be completed. */
  | {
      readonly name: 'backup-fails';
      /** What its job says. */
      readonly failReason?: string;
    }
  /** A word no page documents, while the backup is being made. */
  | {
      readonly name: 'unknown-status';
      /** The word. */
      readonly status?: string;
    }
  /** Shows DELETING and stays so. */
  | {
      readonly name: 'being-deleted';
      /** Milliseconds after the create; at once unless told. */
      readonly afterMs?: number;
    }
  /** Shows AVAILABLE where it would show COMPLETED. */
  | { readonly name: 'available' }
  /** Leaves the lists; its job goes on. */
  | {
      readonly name: 'vanishes';
      /** Milliseconds after the create; half of backupMs unless told. */
      readonly afterMs?: number;
    };

/** A fault of a single instance that is made from a backup, decided when it is asked for. */
export type RestoreFault =
  /** Fails, when it would be ready. */
  | {
      readonly name: 'restore-fails';
      /** What its job says. */
      readonly failReason?: string;
    }
  /** Somebody deletes it. */
  | {
      readonly name: 'restore-vanishes';
      /** Milliseconds after the call; half of restoreMs unless told. */
      readonly afterMs?: number;
    };

/** Something a test tells the simulator to do wrong. */
export type Fault = FaultTarget & (AnswerFault | BackupFault | RestoreFault);

/** What is known of a request when a fault may meet it. */
export interface FaultContext {
  readonly services: readonly string[];
  readonly operation?: Operation;
}

/** The faults still to come, in the order they were injected. */
export interface FaultQueue {
  readonly inject: (fault: Fault) => void;
  readonly clear: () => void;
  /** At most one fault for the answer. */
  readonly takeAnswerFault: (faultContext: FaultContext) => AnswerFault | undefined;
  /** What every fault for a backup, or an instance, about to be made makes of it. */
  readonly takeBehaviour: (faultContext: FaultContext, times: Times) => BackupBehaviour;
  /** A refusal for a connection of which nothing but the host is known. */
  readonly takeRefusal: (faultContext: FaultContext) => boolean;
}

interface Pending {
  readonly fault: Fault;
  skip: number;
  times: number;
}

/** A queue of its own for each simulator. */
export function faultQueue(): FaultQueue {
  let pending: Pending[] = [];

  function* meeting(
    faultContext: FaultContext,
    wanted: (fault: Fault) => boolean,
  ): Generator<Fault> {
    for (const entry of pending) {
      if (!wanted(entry.fault) || !meets(entry.fault, faultContext)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
      } else if (entry.times > 0) {
        entry.times -= 1;
        yield entry.fault;
      }
    }
  }

  return {
    inject: (fault) => {
      pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    },
    clear: () => {
      pending = [];
    },
    takeAnswerFault: (faultContext) => {
      for (const fault of meeting(faultContext, isRequestFault)) {
        if (!isBackupFault(fault) && !isRestoreFault(fault)) return fault;
      }
      return undefined;
    },
    takeBehaviour: (faultContext, times) => {
      const wanted = FATES[faultContext.operation ?? ''];
      if (wanted === undefined) return {};
      let behaviour: BackupBehaviour = {};
      for (const fault of meeting(faultContext, wanted)) {
        behaviour = { ...behaviour, ...fateOf(fault, times) };
      }
      return behaviour;
    },
    takeRefusal: (faultContext) => meeting(faultContext, isConnectionFault).next().done !== true,
  };
}

function meets(target: FaultTarget, faultContext: FaultContext): boolean {
  const service = target.service === undefined || faultContext.services.includes(target.service);
  return service && (target.operation ?? faultContext.operation) === faultContext.operation;
}

function isConnectionFault(fault: Fault): boolean {
  return fault.name === 'refuse' && fault.operation === undefined;
}

function isRequestFault(fault: Fault): boolean {
  return !isBackupFault(fault) && !isRestoreFault(fault) && !isConnectionFault(fault);
}

function isBackupFault(fault: Fault): fault is FaultTarget & BackupFault {
  const names = ['backup-fails', 'unknown-status', 'being-deleted', 'available', 'vanishes'];
  return names.includes(fault.name);
}

function isRestoreFault(fault: Fault): fault is FaultTarget & RestoreFault {
  return fault.name === 'restore-fails' || fault.name === 'restore-vanishes';
}

/** The faults of what a call makes, by the call. */
const FATES: Readonly<Record<string, (fault: Fault) => boolean>> = {
  create: isBackupFault,
  restore: isRestoreFault,
};

type Times = Readonly<Record<'backupMs' | 'restoreMs', number>>;

function fateOf(fault: Fault, { backupMs, restoreMs }: Times): BackupBehaviour {
  if (isBackupFault(fault)) return behaviourOf(fault, backupMs);
  if (fault.name === 'restore-fails') {
    return { failReason: fault.failReason ?? 'The instance could not be created.' };
  }
  return fault.name === 'restore-vanishes' ? { goneAfterMs: fault.afterMs ?? restoreMs / 2 } : {};
}

function behaviourOf(fault: BackupFault, backupMs: number): BackupBehaviour {
  switch (fault.name) {
    case 'backup-fails':
      return { failReason: fault.failReason ?? 'The backup could not be uploaded.' };
    case 'unknown-status':
      return { buildingWord: fault.status ?? 'CHECKING' };
    case 'being-deleted':
      return { deletingAfterMs: fault.afterMs ?? 0 };
    case 'available':
      return { completedWord: 'AVAILABLE' };
    case 'vanishes':
      return { goneAfterMs: fault.afterMs ?? backupMs / 2 };
  }
}
