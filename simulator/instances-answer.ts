import { type Answer, jsonAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import { pageOf } from './page-of.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

type Entry = (instance: SimulatedInstance, call: Call) => JsonObject;

/** The `instances` and `total_count` every v3 instance page documents, by the filters they share. */
export function instancesAnswer(call: Call, entry: Entry): Answer {
  const { query } = call.request;
  const { id, name, datastore_type: engine } = query;
  const entries = call.world.instances
    .filter(
      (instance) =>
        instance.host === call.service.host &&
        matches(instance.id, id) &&
        matches(instance.name, name) &&
        instance.engine.toLowerCase() === (engine ?? instance.engine).toLowerCase(),
    )
    .map((instance) => entry(instance, call))
    .filter((shown) => hasMembers(shown, query));
  return jsonAnswer(200, { instances: pageOf(call, entries), total_count: entries.length });
}

/** A leading asterisk makes the pages' id and name fuzzy. */
function matches(text: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.startsWith('*') ? text.includes(wanted.slice(1)) : text === wanted;
}

/** The filters that are members of the entries too; a page that has no such member has no such filter. */
function hasMembers(shown: JsonObject, query: Readonly<Record<string, string>>): boolean {
  return ['type', 'mode', 'vpc_id', 'subnet_id'].every((member) => {
    const value = shown[member];
    return value === undefined || value === (query[member] ?? value);
  });
}
