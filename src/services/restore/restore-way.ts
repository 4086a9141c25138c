import type { CloudId } from '../../model.ts';

/** What an adapter knows of restoring a backup to a new instance. Nothing of it is ever sent. */
export interface RestoreWay {
  /** The clicks that lead there. */
  readonly console: string;
  /** The service's restore page in each cloud; absent where no source names one. */
  readonly pages: Readonly<Partial<Record<CloudId, string>>>;
  /** A request, or in words why there is none to print. */
  describe(source: RestoreSource): RestoreRequest | string;
}

/** What a restore is described from. */
export interface RestoreSource {
  readonly cloud: CloudId;
  readonly region: string | undefined;
  readonly projectId: string;
  readonly backupId: string;
  /** The instance's own id, also where the backup was ordered by a node's. */
  readonly instanceId: string;
  /** The instance as its service's list shows it now; `undefined` once it is deleted. */
  readonly instance: unknown;
}

/** A call that makes a new instance from a backup, some of whose values only its reader can give. */
export interface RestoreRequest {
  /** Path segments below the endpoint. */
  readonly path: readonly string[];
  readonly body: Readonly<Record<string, RestoreValue>>;
  /** What will differ from the instance, and what else its reader should know: a sentence each. */
  readonly notes: readonly string[];
}

/** A mandatory value that nobody but the reader knows. */
export interface Hole {
  /** Why it is none of the instance's values. */
  readonly hole: string;
  /** What the page takes, in words. */
  readonly allowed: string;
}

/** What may stand in a body; `undefined` is left out. */
export type RestoreValue =
  | string
  | number
  | undefined
  | Hole
  | readonly RestoreValue[]
  | { readonly [name: string]: RestoreValue };
