import { createIdTokenGetter } from '../../src/action/identity-token.ts';
import { parseInputs } from '../../src/task/inputs/parse-inputs.ts';

type Values = Readonly<Record<string, string>>;

const parse = (values: Values) =>
  parseInputs({
    values,
    names: {},
    loginSource: 'the inputs',
    misspelt: [],
    env: {},
    isFork: false,
    getIdToken: (audience) => createIdTokenGetter({}, audience),
  });

/** The inputs by name as the step got them, without the empty ones; nothing in the environment. */
export function parseRaw(values: Values) {
  const parsed = parse(values);
  if ('error' in parsed) throw parsed.error;
  return { ...parsed.inputs, jobSummary: parsed.jobSummary };
}

export const isSummaryWanted = (values: Values) => parse(values).jobSummary;
