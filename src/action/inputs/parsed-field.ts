import * as v from 'valibot';

/** What a text stands for, or what is wrong with it. */
export type Parsed<Value> = { readonly value: Value } | { readonly problem: string };

/** A schema from a parser that says in its own words what is wrong; the value is never echoed. */
export const parsedField = <Value>(parse: (text: string) => Parsed<Value>) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Value => {
      const parsed = parse(dataset.value);
      if ('value' in parsed) return parsed.value;
      addIssue({ message: parsed.problem });
      return NEVER;
    }),
  );

/** A schema from a check that says what is wrong, or nothing. */
export const checkedField = (describe: (text: string) => string | undefined) =>
  parsedField((text) => {
    const problem = describe(text);
    return problem === undefined ? { value: text } : { problem };
  });
