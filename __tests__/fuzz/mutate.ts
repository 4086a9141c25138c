import fc from 'fast-check';
import { oddText, oddValue } from './odd-values.ts';

type Key = string | number;

/** One change of an answer, at the place that `at` picks. */
interface Change {
  readonly at: number;
  readonly kind: 'drop' | 'rename' | 'replace' | 'wrap' | 'repeat' | 'swap';
  readonly name: string;
  readonly value: unknown;
}

const MAX_DEPTH = 12;

const entriesOf = (value: unknown): readonly (readonly [Key, unknown])[] => {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};

/** The way to every value of an answer, the whole one first. */
function listPaths(value: unknown, path: readonly Key[] = []): readonly (readonly Key[])[] {
  if (path.length >= MAX_DEPTH) return [path];
  return [path, ...entriesOf(value).flatMap(([key, inner]) => listPaths(inner, [...path, key]))];
}

type Edit = (entry: readonly [Key, unknown]) => readonly (readonly [Key, unknown])[];

/** The same answer with the entry at the path edited. */
function editAt(value: unknown, [key, ...rest]: readonly Key[], edit: Edit): unknown {
  const entries = entriesOf(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner] as const];
    return rest.length === 0 ? edit([name, inner]) : [[name, editAt(inner, rest, edit)] as const];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const editBy = ({ kind, name, value }: Change): Edit => {
  const edits: Record<Change['kind'], Edit> = {
    drop: () => [],
    rename: ([, inner]) => [[name, inner]],
    replace: ([key]) => [[key, value]],
    wrap: ([key, inner]) => [[key, [inner]]],
    repeat: (entry) => [entry, entry],
    swap: ([key, inner]) => [[key, Array.isArray(inner) ? { ...inner } : Object.values([inner])]],
  };
  return edits[kind];
};

function applyChange(body: unknown, change: Change): unknown {
  const paths = listPaths(body);
  const path = paths[change.at % paths.length] ?? [];
  if (path.length > 0) return editAt(body, path, editBy(change));
  return change.kind === 'replace' ? change.value : body;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 500 }),
  kind: fc.constantFrom(
    'drop',
    'rename',
    'replace',
    'replace',
    'replace',
    'wrap',
    'repeat',
    'swap',
  ),
  name: oddText,
  value: oddValue,
});

/** One of the bodies, changed in up to four places. */
export const mutated = (bodies: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...bodies), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([body, changes]) => changes.reduce(applyChange, body));
