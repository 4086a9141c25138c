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
  /** The true answer, one byte every `intervalMs` (default 50). */
  | { readonly name: 'drip'; readonly intervalMs?: number }
  | { readonly name: '429'; readonly retryAfter?: string }
  /** `after`: the effect happened first. */
  | {
      readonly name: '500' | '502' | '503' | '504';
      readonly after?: boolean;
      readonly retryAfter?: string;
    }
  /** A proxy's page with status 200; no effect unless `after`. */
  | { readonly name: 'html-200'; readonly after?: boolean }
  /** The effect happened; half the body, then the connection ends. `matchingLength`: content-length fits the half. */
  | { readonly name: 'truncated-json'; readonly matchingLength?: boolean }
  /** The effect happened; status 200 and no body. */
  | { readonly name: 'empty-200' }
  /** The effect happened; the answer lacks the backup id. */
  | { readonly name: 'no-id' }
  /** The service's busy answer, no effect; `code` and `status` choose another of its codes. */
  | { readonly name: 'busy'; readonly code?: string; readonly status?: number }
  | { readonly name: 'token-expired' }
  | { readonly name: 'forbidden' }
  /** Every list in the true answer comes empty. */
  | { readonly name: 'lagging-list' }
  /** An answer of the test's own; no effect unless `after`. */
  | {
      readonly name: 'error';
      readonly status: number;
      readonly body?: string | object;
      readonly headers?: Readonly<Record<string, string>>;
      readonly after?: boolean;
    };

/** A fault of a single backup, decided when it is created. */
export type BackupFault =
  | { readonly name: 'backup-fails'; readonly failReason?: string }
  /** A word no page documents, while the backup is being made. */
  | { readonly name: 'unknown-status'; readonly status?: string }
  /** Shows DELETING, at once or after `afterMs`, and stays so. */
  | { readonly name: 'being-deleted'; readonly afterMs?: number }
  /** Shows AVAILABLE where it would show COMPLETED. */
  | { readonly name: 'available' }
  /** Leaves the lists after `afterMs` (default: half of backupMs); its job goes on. */
  | { readonly name: 'vanishes'; readonly afterMs?: number };

/** Something a test tells the simulator to do wrong. */
export type Fault = FaultTarget & (AnswerFault | BackupFault);
