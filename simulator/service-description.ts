import type { DocumentedError, ErrorTable } from './documented-error.ts';
import type { GatewayError } from './gateway-error.ts';
import type { JsonObject } from './json-object.ts';
import type { Route } from './route.ts';
import type { SeedInstance } from './simulated-instance.ts';

/** Everything the simulator must know of one service; one file in services/ each. */
export interface ServiceDescription {
  readonly id: string;
  /** Services with the same host share a listener, instances and backups. */
  readonly host: string;
  readonly title: string;
  /** Its entry in IAM's catalogue, the path below its host; absent where no client is known to look for it. */
  readonly catalogue?: { readonly type: string; readonly path: string };
  readonly routes: readonly Route[];
  readonly instances: readonly SeedInstance[];
  readonly errors: ErrorTable;
  readonly errorBody: (error: DocumentedError) => JsonObject;
  /** Where the service rewords refusals of the gateway, or some of them. */
  readonly gatewayErrorBody?: (error: GatewayError) => JsonObject | undefined;
}
