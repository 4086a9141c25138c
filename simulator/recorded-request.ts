import type { Operation } from './operation.ts';

/** A request the simulator has read, as tests look at it. */
export interface RecordedRequest {
  /** The simulated host that it went to, like `rds` or `iam`. */
  readonly host: string;
  /** The service’s id; undefined where no route of the host fits. */
  readonly service: string | undefined;
  /** What its route does; undefined where no route fits. */
  readonly operation: Operation | undefined;
  /** The HTTP method. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The query, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly body: string;
  /** Epoch ms by the simulator’s clock. */
  readonly at: number;
  /** The HTTP status sent; undefined while, or because, none was. */
  readonly status: number | undefined;
  /** The fault that met it. */
  readonly fault: string | undefined;
}
