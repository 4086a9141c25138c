import * as v from 'valibot';
import { findInvisible } from '../../runtime/invisible.ts';

function findInvisibleProblem(value: string): string | undefined {
  const found = findInvisible(value);
  return found && `has ${found}: write it anew, without that`;
}

/** What would break a header, or could not be a secret at all. Never shows the value. */
export function findSecretProblem(value: string): string | undefined {
  if (value === '') return 'is empty';
  return /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : (findInvisibleProblem(value) ??
        'holds a blank or another character that can’t be sent: paste it again');
}

/** A text that goes into a request's body: anything that can be seen, blanks too. */
export const findTextProblem = (value: string): string | undefined =>
  value === '' ? 'is empty' : findInvisibleProblem(value);

const checkedText = (findProblem: (value: string) => string | undefined) =>
  v.pipe(
    v.string(({ received }) => (received === 'undefined' ? 'is missing' : 'must be a text')),
    v.check(
      (value) => findProblem(value) === undefined,
      ({ input }) => findProblem(input) ?? 'is wrong',
    ),
  );

/** A text for a header or a signature. */
export const secretText = checkedText(findSecretProblem);

/** A text for a body. */
export const visibleText = checkedText(findTextProblem);

/** A caller's function. */
export const aFunction = <Called>() =>
  v.custom<Called>((value) => typeof value === 'function', 'must be a function');

/** Milliseconds since 1970. */
const MOMENT = 'must be a number of milliseconds';
export const moment = v.optional(v.pipe(v.number(MOMENT), v.finite(MOMENT)));

/** The fields of a login, `kind` among them; of one that is missing its own schema says what it must be. */
export const loginFields = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.object(entries, ({ path }) => {
    const entry = entries[String(path?.[0].key)];
    return (entry && v.safeParse(entry, undefined).issues?.[0].message) ?? 'is missing';
  });

interface HasSchema<Given> {
  readonly kind: string;
  readonly schema: v.GenericSchema<Given>;
}

/** Any of these kinds of logins, by its `kind`. */
export function oneOfKinds<Given>(kinds: readonly HasSchema<Given>[]) {
  const schemas = new Map<unknown, v.GenericSchema<Given>>(
    kinds.map(({ kind, schema }) => [kind, schema]),
  );
  const names = kinds.map(({ kind }) => kind).join(', ');
  const message = `must be one of ${names}`;
  const none = v.pipe(
    v.custom<Given>(() => true),
    v.rawCheck(({ dataset: { value: input }, addIssue }) => {
      const path = {
        type: 'unknown',
        origin: 'value',
        input,
        key: 'kind',
        value: undefined,
      } as const;
      addIssue({ message, path: [path] });
    }),
  );
  return v.lazy(
    (input): v.GenericSchema<Given> =>
      (isObject(input) ? schemas.get(Reflect.get(input, 'kind')) : undefined) ?? none,
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Where the fields of an object are wrong, and how. */
export type FieldProblem = readonly [field: string, problem: string];

/** Every field that can’t be right, once; their values are never shown. */
export function listFieldProblems(
  schema: v.GenericSchema,
  value: unknown,
): readonly FieldProblem[] {
  const { issues = [] } = v.safeParse(schema, value);
  const problems = new Map<string, string>();
  for (const issue of issues) {
    const field = v.getDotPath(issue) ?? '';
    if (!problems.has(field)) problems.set(field, issue.message);
  }
  return [...problems];
}
