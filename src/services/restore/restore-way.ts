import type { Backup, CloudId } from '../../model.ts';

/** What is known of restoring a service's backups to a new instance: from pages and clients, never seen. */
export interface RestoreWay {
  /** The clicks that lead there, as OTC's manual has them. */
  readonly console: string;
  /** The console's manual; absent where no source names one. @see docs/restore.md */
  readonly findManual: (cloud: CloudId, instanceId: string) => string | undefined;
  /** The API's restore page in each cloud; absent where no source names one. */
  readonly pages: Readonly<Partial<Record<CloudId, string>>>;
  readonly states: RestoreStates;
  /** What the plain list of instances leaves out, and the query that lists it. */
  readonly unlisted?: {
    readonly clouds: readonly CloudId[];
    readonly query: Readonly<Record<string, string>>;
  };
  /** A request, or in words why there is none to print. */
  describe(source: RestoreSource): RestoreDescription | string;
}

/** The words by which the list of instances shows how far the new instance is. */
export interface RestoreStates {
  /** While it is made. */
  readonly making: string;
  /** The last of them is a backup that the new instance makes of itself. */
  readonly ready: readonly string[];
  /** From these it never becomes ready. */
  readonly failed: readonly string[];
}

/** What a restore is described from. */
export interface RestoreSource {
  readonly cloud: CloudId;
  readonly region: string | undefined;
  readonly projectId: string;
  readonly backup: Pick<Backup, 'id' | 'engine' | 'leastVolumeGb'>;
  /** The instance's own id, also where the backup was ordered by a node's. */
  readonly instanceId: string;
  /** The instance as its service's list shows it now; `undefined` once it is deleted. */
  readonly instance: unknown;
  /** Whether only the query of `unlisted` showed it. */
  readonly isUnlisted: boolean;
  /** Six hexadecimal digits, new each time: they make the suggested name another one. */
  readonly digits: string;
}

/** A call that makes a new instance from a backup, as data. */
export interface RestoreDescription {
  /** Path segments below the endpoint. */
  readonly path: readonly string[];
  /** All of the body but the restore point. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** What makes a restore of the call: without it the same call makes an empty instance. */
  readonly point: {
    readonly field: string;
    readonly value: Readonly<Record<string, string>>;
  };
  /** What will differ from the instance, and what else to know: a sentence each. */
  readonly notes: readonly string[];
}

/** A field whose value the list of instances does not give: it is filled in by hand. */
export interface OpenField {
  /** Why the instance's own value is not there. */
  readonly open: string;
  /** What the page takes, in words. */
  readonly allowed: string;
  /** How JSON writes it. Default: as a text. */
  readonly type?: 'number' | 'list';
  /** A value that the page takes. */
  readonly suggestion?: string;
}

/** What may stand in a body; `undefined` is left out. */
export type FieldValue =
  | string
  | number
  | boolean
  | undefined
  | OpenField
  | readonly FieldValue[]
  | { readonly [name: string]: FieldValue };

/** Fields as they are copied from an instance, and a sentence for each thing that could not be. */
export interface Copied<Value> {
  readonly value: Value;
  readonly notes: readonly string[];
}
