import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceId } from '../../src/model.ts';

export interface Example {
  readonly service: ServiceId;
  readonly operation: 'create' | 'list' | 'job' | 'delete' | 'primary-node';
  readonly page: string;
  readonly oddity?: string;
  readonly input: {
    readonly projectId: string;
    readonly instanceId: string;
    readonly name: string;
    readonly description?: string;
    readonly databases?: readonly string[];
    readonly backupId: string;
    readonly jobId: string;
    readonly type?: 'manual' | 'auto';
    readonly limit?: number;
    readonly offset?: number;
  };
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly response: { readonly status: number; readonly body: unknown };
  readonly expected: Readonly<Record<string, unknown>> & {
    readonly backups?: readonly Readonly<Record<string, unknown>>[];
  };
}

const folder = new URL('../fixtures/services/', import.meta.url);

const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));

/** The examples of the API pages, for every service that has a file of them. */
export const examples: readonly Example[] = readdirSync(folder).flatMap((file) => {
  const { service, examples: list } = readJson(new URL(file, folder));
  return list.map((example: object) => ({ ...example, service }));
});

export const signing = readJson(new URL('../fixtures/signing.json', import.meta.url));

/** A request that OTC's own SDK has signed in the scoped form. */
export interface ScopedVector {
  readonly method: string;
  readonly url: string;
  /** Those that were signed, but for `host` and `x-sdk-date`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly service: string;
  readonly now: string;
  readonly xSdkDate: string;
  readonly authorization: string;
}

export const scopedVectors: readonly ScopedVector[] = readJson(
  new URL('../fixtures/otc-signing.json', import.meta.url),
).vectors;

/** `undefined` becomes null and functions of time stay: what JSON can say of a value. */
export const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (inner === undefined ? null : inner)) ?? 'null');
