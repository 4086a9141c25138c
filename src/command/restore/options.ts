import { readFileSync } from 'node:fs';
import { type ParseArgsOptionDescriptor, parseArgs, types } from 'node:util';
import type { Problem } from '../../errors/request-errors.ts';
import { trimInput } from '../../task/inputs/environment.ts';
import { restoreInputs } from '../../task/restore/fields.ts';
import { isAlone, isSecret, optionOf } from './words.ts';

/** Only GitHub has summaries, and an identity token comes with its audience. */
const LEFT_OUT = ['job_summary', 'oidc_audience'];

/** The inputs that the command has, by their names. */
export const inputNames: readonly string[] = Object.keys(restoreInputs).filter(
  (name) => !LEFT_OUT.includes(name),
);

/** Options that are no input. */
const OWN = {
  yes: 'boolean',
  json: 'boolean',
  debug: 'boolean',
  'id-token-env': 'string',
} as const;

/** What was given by the inputs' names, and everything that is wrong with that. */
export interface GivenRestore {
  readonly values: Readonly<Record<string, string>>;
  readonly isHelp: boolean;
  readonly isConfirmed: boolean;
  readonly isJson: boolean;
  readonly isDebug: boolean;
  /** The variable that holds the identity token. */
  readonly tokenVariable: string | undefined;
  readonly problems: readonly Problem[];
}

const OPTIONS: Readonly<Record<string, ParseArgsOptionDescriptor>> = {
  ...Object.fromEntries(
    inputNames.map((name): [string, ParseArgsOptionDescriptor] => [
      optionOf(name),
      isAlone(name) ? { type: 'boolean' } : { type: 'string' },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(OWN).map(([name, type]): [string, ParseArgsOptionDescriptor] => [
      name,
      { type },
    ]),
  ),
  help: { type: 'boolean', short: 'h' },
};

/** Never with a value, which may be a secret. */
function describeUnknown(name: string): Problem {
  const isHiding = Object.hasOwn(OPTIONS, `${name}-file`);
  return isHiding
    ? {
        input: `--${name}`,
        problem: `is no option, because a process list shows it: give --${name}-file FILE (- for standard input)`,
      }
    : { input: `--${name} is no option`, problem: '--help lists them' };
}

/** What a file says, or what is wrong with it. */
function readSecret(name: string, file: string, readStdin: () => string): string | Problem {
  const input = `--${optionOf(name)}`;
  try {
    const text = file === '-' ? readStdin() : readFileSync(file, 'utf8');
    const value = trimInput(name.endsWith('password') ? 'password' : name, text);
    return value === '' ? { input, problem: 'is empty' } : value;
  } catch (error) {
    const code = types.isNativeError(error) && 'code' in error ? String(error.code) : 'unreadable';
    const problem = `can’t be read (${code}): give the path of a file that holds the value and nothing else`;
    return { input, problem };
  }
}

type Token = Extract<ReturnType<typeof listTokens>[number], { kind: 'option' }>;

const listTokens = (args: readonly string[]) =>
  parseArgs({
    ...{ args: [...args], options: OPTIONS, strict: false, allowPositionals: true, tokens: true },
  }).tokens;

/** What is wrong with one option as it was given; `undefined`: nothing. */
function findProblem({ name, value, inlineValue = false }: Token): Problem | undefined {
  const known = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  const input = `--${name}`;
  if (known === undefined) return describeUnknown(name);
  if (known.type === 'boolean') {
    return value === undefined ? undefined : { input, problem: 'takes no value' };
  }
  const hasValue = value !== undefined && (inlineValue || !/^-./.test(value));
  return hasValue ? undefined : { input, problem: `has no value: write ${input} VALUE` };
}

/** The options with their values, and what is wrong with how they were given. */
function takeApart(args: readonly string[]) {
  const tokens = listTokens(args);
  const options = tokens.flatMap((token) => (token.kind === 'option' ? token : []));
  const problems = options.flatMap((token) => findProblem(token) ?? []);
  const right = options.filter((token) => findProblem(token) === undefined);
  const found = new Map(
    right.map(({ name }) => [
      name,
      right.filter((one) => one.name === name).map(({ value }) => value ?? 'true'),
    ]),
  );
  for (const [name, texts] of found) {
    if (texts.length < 2 || name === 'fill') continue;
    problems.push({ input: `--${name}`, problem: 'is there twice: leave one out' });
  }
  const words = tokens.filter(({ kind }) => kind === 'positional').length;
  if (words > 0 && problems.length === 0) {
    const input = words === 1 ? 'One word' : `${words} words`;
    problems.push({ input, problem: 'belongs to no option: give each option its own value' });
  }
  return { found, problems };
}

/** The texts by the inputs' names; those of secrets are read from their files. */
function readValues(found: ReadonlyMap<string, readonly string[]>, readStdin: () => string) {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const name of inputNames) {
    const text = found.get(optionOf(name))?.join('\n').trim();
    if (!text) continue;
    const value = isSecret(name) ? readSecret(name, text, readStdin) : text;
    if (typeof value !== 'string') problems.push(value);
    else values[name] = name === 'wait' ? 'false' : value;
  }
  return { values, problems };
}

/** Reads the command line of a restore, and the files that hold secrets. */
export function readRestoreOptions(args: readonly string[], readStdin: () => string): GivenRestore {
  const { found, problems } = takeApart(args);
  const read = readValues(found, readStdin);
  return {
    values: read.values,
    isHelp: found.has('help'),
    isConfirmed: found.has('yes'),
    isJson: found.has('json'),
    isDebug: found.has('debug'),
    tokenVariable: found.get('id-token-env')?.[0],
    problems: [...problems, ...read.problems],
  };
}
