import type { Operation } from './operation.ts';

/** A request the simulator has read, as tests look at it. */
export interface RecordedRequest {
  readonly host: string;
  /** Undefined where no route of the host fits. */
  readonly service: string | undefined;
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
  /** The status sent; undefined while, or because, none was. */
  readonly status: number | undefined;
  /** The fault that met it. */
  readonly fault: string | undefined;
}
