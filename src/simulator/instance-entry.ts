import { backupRunning } from './backup-running.ts';
import type { Call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** The members of an instance the v3 pages of TaurusDB and RDS share. */
export function instanceEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const running = backupRunning(call.world, instance, call.nowMs);
  return {
    id: instance.id,
    name: instance.name,
    status: running && instance.status === 'ACTIVE' ? 'BACKING UP' : instance.status,
    type: instanceType(instance),
    region: call.world.account.projectName,
    datastore: { type: instance.engine, version: instance.version },
    created: '2018-08-20T02:33:49+0800',
    updated: '2018-08-20T02:33:50+0800',
    nodes: instance.nodes.map((node, at) => ({ name: `${instance.name}_node${at}`, ...node })),
  };
}

function instanceType(instance: SimulatedInstance): string {
  if (instance.replica === true) return 'Replica';
  if (instance.engine === 'gaussdb-mysql') return 'Cluster';
  return instance.nodes.length > 1 ? 'Ha' : 'Single';
}
