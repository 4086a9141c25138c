import { bodyFields, requiredText } from './body-fields.ts';
import type { Call } from './call.ts';
import { isJsonObject } from './json-object.ts';
import { Refusal } from './refusal.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** The `databases` of a partial RDS backup (rds_09_0004: Microsoft SQL Server only on OTC). */
export function databaseNames(call: Call, instance: SimulatedInstance): readonly string[] {
  const { databases } = bodyFields(call);
  if (databases === undefined) return [];
  if (!Array.isArray(databases)) throw new Refusal('badRequest', 'databases must be an array');
  const engines = call.world.settings.postgresqlPartialBackups
    ? ['SQLServer', 'PostgreSQL']
    : ['SQLServer'];
  if (!engines.includes(instance.engine)) throw new Refusal('engineRefused', 'databases');
  return databases.map((entry: unknown) => {
    if (!isJsonObject(entry)) throw new Refusal('badRequest', 'databases holds no object');
    return requiredText(entry, 'name');
  });
}
