import type { Call } from './call.ts';
import { pageOf } from './page-of.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** A page of the instances and how many there are without paging. */
export interface InstancePage {
  readonly instances: readonly SimulatedInstance[];
  readonly total: number;
}

/** The host's instances by id, name (a leading `*` makes it fuzzy) and datastore_type. */
export function listInstances(call: Call): InstancePage {
  const { id, name, datastore_type: engine } = call.request.query;
  const matching = call.world.instances.filter(
    (instance) =>
      instance.host === call.service.host &&
      instance.id === (id ?? instance.id) &&
      instance.engine === (engine ?? instance.engine) &&
      nameMatches(instance.name, name),
  );
  return { instances: pageOf(call, matching), total: matching.length };
}

function nameMatches(name: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.startsWith('*') ? name.includes(wanted.slice(1)) : name === wanted;
}
