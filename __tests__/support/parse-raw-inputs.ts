import { parseInputs, wantsSummary } from '../../src/action/inputs/parse-inputs.ts';

type Values = Readonly<Record<string, string>>;

const rawOf = (values: Values) => ({ values, names: {}, loginSource: 'the inputs', env: {} });

/** The inputs by name as the step got them, without the empty ones; nothing in the environment. */
export const parseRaw = (values: Values) => parseInputs(rawOf(values));

export const isSummaryWanted = (values: Values) => wantsSummary(rawOf(values));
