import type { BackupFate } from './backup-fate.ts';
import type { Caller } from './caller.ts';
import type { CloudRequest } from './cloud-request.ts';
import type { ServiceDescription } from './service-description.ts';
import type { World } from './world.ts';

/** One request on its way through a route. */
export interface Call {
  readonly request: CloudRequest;
  /** Values of the route's placeholders, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly service: ServiceDescription;
  readonly world: World;
  readonly caller: Caller;
  readonly nowMs: number;
  /** How a backup made by this call will fare. */
  readonly fate: BackupFate;
}
