import type { ApiCall } from '../../http/api-call.ts';
import type { CloudId } from '../../model.ts';
import type { FieldValue, RestoreDescription } from '../restore/restore-way.ts';
import type { Job } from '../service.ts';

/** A field that may be filled in, or be another than the original's. */
export interface FillRule {
  /** How JSON writes it. */
  readonly type: 'text' | 'number';
  /** What the page takes, in words. */
  readonly allowed: string;
  /** `own`: what the original has there. */
  takes(value: string, own: FieldValue): boolean;
}

/** Where the new instance is made, and of what. */
export interface FillPlace {
  readonly cloud: CloudId;
  readonly region: string | undefined;
  /** The original's id. */
  readonly instanceId: string;
}

/** What is wrong with a field, by its path. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

export type Fields = Readonly<Record<string, FieldValue>>;

export interface Settled {
  readonly fields: Fields;
  readonly problems: readonly FieldProblem[];
}

/** What the call of a new instance is made of; all but the password may be printed. */
export interface MakerCall {
  readonly cloud: CloudId;
  readonly path: RestoreDescription['path'];
  readonly body: Readonly<Record<string, unknown>>;
  /** For the words of an error. */
  readonly name: string;
  readonly backupId: string;
  /** A UUID: where a create's page has an idempotency key, the same one makes one instance only. */
  readonly clientToken: string;
}

/** What the cloud answers to the call. */
export interface AcceptedInstance {
  readonly id: string;
  readonly jobId: string | undefined;
  readonly status: string | undefined;
}

/** Where clients reach an instance. */
export interface Addresses {
  readonly privateIps: readonly string[];
  readonly port: number | undefined;
}

/** How a service makes an instance from a backup, and shows how far it is: clients send it in production, and no live cloud has shown it here. */
export interface InstanceMaker {
  /** A password that the page takes. */
  readonly password: { readonly special: string; readonly allowed: string };
  /** By the path in the body; `tags.*` stands for each tag by its key. */
  listRules(place: FillPlace): Readonly<Record<string, FillRule>>;
  /** The fields as they are sent, and what is wrong with several of them together. */
  settle(fields: Fields): Settled;
  create(call: MakerCall): ApiCall<AcceptedInstance>;
  findJob(projectId: string, jobId: string): ApiCall<Job>;
  /** `listed`: all that the list of instances shows of it. */
  readAddresses(listed: unknown): Addresses;
}
