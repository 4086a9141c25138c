import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** The host's instance with this id; ids that are no 36 characters are refused as malformed. */
export function findInstance(call: Call, id: string): SimulatedInstance {
  if (!/^[A-Za-z0-9-]{36}$/.test(id)) throw new Refusal('badInstanceId', id);
  const found = call.world.instances.find(
    (instance) => instance.host === call.service.host && instance.id === id,
  );
  if (found === undefined) throw new Refusal('instanceMissing', id);
  return found;
}
