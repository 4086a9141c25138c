import { readText } from './repository.ts';

/** A call that restores a backup to a new instance, as its page has it. */
export interface RestorePage {
  readonly service: 'dds' | 'gaussdb' | 'geminidb' | 'rds' | 'taurusdb';
  readonly cloud: 'otc' | 'otc-swiss' | 'huaweicloud';
  readonly source: string;
  /** Fields by their paths; lists count as one. */
  readonly mandatory: readonly string[];
  readonly optional: readonly string[];
  readonly example: unknown;
}

export const restorePages: readonly RestorePage[] = JSON.parse(
  readText('__tests__/fixtures/restores.json'),
).restores;

/** The fields of a body, and what stands there. */
export function fieldsOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...fieldsOf(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

/** The tables have texts, and the examples numbers all the same. */
const ODD = ['port', 'enterprise_project_id'];

/** What the page would not take of a body: unknown fields, missing ones, other types than its example's. */
export function problemsOf(page: RestorePage, body: unknown, marks: readonly string[]) {
  const fields = fieldsOf(body);
  const example = fieldsOf(page.example);
  const known = [...page.mandatory, ...page.optional];
  const unknown = [...fields.keys()].filter((field) => !known.includes(field));
  const missing = page.mandatory.filter((field) => !fields.has(field));
  const mistyped = [...fields].filter(
    ([field, value]) =>
      !marks.includes(String(value)) &&
      !ODD.includes(field) &&
      example.has(field) &&
      typeof value !== typeof example.get(field),
  );
  return [
    ...unknown.map((field) => `unknown: ${field}`),
    ...missing.map((field) => `missing: ${field}`),
    ...mistyped.map(([field]) => `other type: ${field}`),
  ];
}
