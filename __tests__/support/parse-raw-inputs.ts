import { createIdTokenGetter } from '../../src/action/identity-token.ts';
import { stepWords } from '../../src/action/step-words.ts';
import { parseInputs } from '../../src/task/inputs/parse-inputs.ts';
import { checkInputs } from '../../src/task/inputs/rules.ts';
import { writeInputs } from '../../src/task/words.ts';

type Values = Readonly<Record<string, string>>;

const parse = (values: Values) =>
  parseInputs(
    {
      values,
      names: {},
      misspelt: [],
      env: {},
      isFork: false,
      getIdToken: (audience) => createIdTokenGetter({}, audience),
    },
    stepWords,
  );

/** The inputs by name as the step got them, without the empty ones; nothing in the environment. */
export function parseRaw(values: Values) {
  const parsed = parse(values);
  if ('error' in parsed) throw parsed.error;
  return { ...parsed.inputs, jobSummary: parsed.jobSummary };
}

export const isSummaryWanted = (values: Values) => parse(values).jobSummary;

/** What is right and what is wrong, as the step says it. */
export function checkRaw(values: Values, isFork = false) {
  const { facts, problems } = checkInputs(values, { isFork, words: stepWords });
  const told = problems.map(({ input, problem }) => ({
    input,
    problem: writeInputs(problem, stepWords),
  }));
  return { facts, problems: told };
}
