import type { Operation } from './operation.ts';

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
  | { readonly name: 'lagging-list' }
  /** A list of backups that shows those of every instance. */
  | { readonly name: 'unfiltered-list' }
  /** A list that gives fewer entries a page than it was asked for. */
  | {
      readonly name: 'short-page';
      /** How many at most. */
      readonly most: number;
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

/** Something a test tells the simulator to do wrong. */
export type Fault = FaultTarget & (AnswerFault | BackupFault);
