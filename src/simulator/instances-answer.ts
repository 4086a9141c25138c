import { type Answer, jsonAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import { listInstances } from './list-instances.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** The `instances` and `total_count` every v3 instance page documents. */
export function instancesAnswer(
  call: Call,
  entry: (instance: SimulatedInstance, call: Call) => JsonObject,
): Answer {
  const page = listInstances(call);
  const instances = page.instances.map((instance) => entry(instance, call));
  return jsonAnswer(200, { instances, total_count: page.total });
}
