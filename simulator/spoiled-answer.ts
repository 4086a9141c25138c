import type { Answer } from './answer.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** The same answer without the backup's id, wherever the service puts it. */
export function withoutIds(answer: Answer): Answer {
  return changed(answer, (body) => {
    const isOfBackup = (name: string) => name.endsWith('_id') && name !== 'job_id';
    return Object.fromEntries(
      Object.entries(body)
        .filter(([name]) => !isOfBackup(name))
        .map(([name, value]) => [name, isJsonObject(value) ? withoutOwnId(value) : value]),
    );
  });
}

const withoutOwnId = ({ id: _, ...rest }: JsonObject) => rest;

/** The same answer with every list in it empty. */
export function withoutListEntries(answer: Answer): Answer {
  return changed(answer, (body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => {
        if (Array.isArray(value)) return [name, []];
        return [name, name.endsWith('count') ? 0 : value];
      }),
    ),
  );
}

/** The same answer with the name of every listed thing in lower case. */
export function withLowerCaseNames(answer: Answer): Answer {
  const lower = (entry: unknown) =>
    isJsonObject(entry) && typeof entry['name'] === 'string'
      ? { ...entry, name: entry['name'].toLowerCase() }
      : entry;
  return changed(answer, (body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(lower) : value,
      ]),
    ),
  );
}

function changed(answer: Answer, change: (body: JsonObject) => JsonObject): Answer {
  const body: unknown = answer.body === '' ? undefined : JSON.parse(answer.body);
  if (answer.status >= 300 || !isJsonObject(body)) return answer;
  return { ...answer, body: JSON.stringify(change(body)) };
}
