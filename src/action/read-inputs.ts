import { getInput } from '@actions/core';
import type { Log } from '../runtime/log.ts';
import { type Environment, trimInput } from '../task/inputs/environment.ts';
import { inputFields } from '../task/inputs/fields.ts';
import { type KnownInputs, listMisspelt, type Misspelt } from '../task/inputs/misspelt.ts';
import { completeLogin, listSecrets, type RawInputs } from '../task/inputs/raw-inputs.ts';
import { createIdTokenGetter } from './identity-token.ts';
import { isForkEvent } from './run-context.ts';

const PREFIX = 'INPUT_';

/** What the runner gives, as a workflow can write it; it writes all names in capitals. */
const writtenOf = (variable: string) => {
  const name = variable.slice(PREFIX.length);
  return /[a-z]/.test(name) ? name : name.toLowerCase();
};

/** Everything that the step was given, under the names that the workflow wrote. */
const listWritten = (env: Environment) =>
  Object.entries(env).flatMap(([variable, text = '']) =>
    variable.startsWith(PREFIX) ? [[writtenOf(variable), text] as const] : [],
  );

/** The runner hands an input on as a variable, so one that a workflow's own `env` sets looks the same. */
function addWayOut(env: Environment, near: Misspelt): Misspelt {
  const variable = Object.keys(env).find(
    (name) => /^INPUT_\w+$/.test(name) && writtenOf(name) === near.written,
  );
  if (variable === undefined) return near;
  const wayOut = `If it is the environment variable ${variable}, such as of the job’s env, empty it at this step: env: { ${variable}: '' }`;
  return { ...near, wayOut };
}

/** The values with those of names that are nearly an input's, and these names. */
export function findMisspelt(
  env: Environment,
  right: Readonly<Record<string, string>>,
  known: KnownInputs = inputFields,
) {
  const near = listMisspelt(listWritten(env), right, known);
  const asMeant = Object.fromEntries(near.map(({ meant, value }) => [meant, value]));
  return {
    values: { ...right, ...asMeant },
    misspelt: near.map((one) => addWayOut(env, one)),
  };
}

/**
 * Reads every input and the environment, once; secrets are masked here, before anything can go
 * wrong. GitHub passes a misspelt input on with a warning that is easily missed, and `dry-run: true`
 * would make a backup.
 */
export function readInputs(env: Environment, log: Pick<Log, 'secret'>): RawInputs {
  const read = (name: string) => trimInput(name, getInput(name, { trimWhitespace: false }));
  const entries = Object.keys(inputFields).map((name) => [name, read(name)] as const);
  const right = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const { values, misspelt } = findMisspelt(env, right);
  const given = {
    values,
    misspelt,
    env,
    isFork: isForkEvent(env),
    getIdToken: (audience: string | undefined) => createIdTokenGetter(env, audience),
  };
  for (const secret of listSecrets(given)) log.secret(secret);
  return completeLogin(given);
}
