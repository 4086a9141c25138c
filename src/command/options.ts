import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util';
import type { Problem } from '../errors/request-errors.ts';
import { showValue } from '../runtime/text.ts';
import { type InputName, inputFields } from '../task/inputs/fields.ts';
import { findMeant } from '../task/inputs/misspelt.ts';
import { isFlag, isHidden, toKebab } from './words.ts';

/** An option that is no input. */
export type OwnOption =
  | 'debug'
  | 'help'
  | 'id-token-env'
  | 'json'
  | 'output-env'
  | 'owner'
  | 'run'
  | 'version';

/** What stands in the command line for one thing that can be given. */
export interface CommandOption {
  /** Without its dashes. */
  readonly name: string;
  readonly input?: InputName;
  readonly own?: OwnOption;
  /** What stands for its value in the help; `undefined`: it takes none. */
  readonly value?: string;
  /** Whether it names a file that holds the value. */
  readonly isFile?: boolean;
  /** Whether it may be given again, each time with one more. */
  readonly isList?: boolean;
}

const LISTS: readonly InputName[] = ['instance_id', 'targets', 'databases', 'endpoint'];

/** A dry run is a command of its own, only GitHub has summaries, and an identity token comes with its audience. */
const LEFT_OUT: readonly InputName[] = ['dry_run', 'job_summary', 'oidc_audience'];

const isInputName = (name: string): name is InputName => Object.hasOwn(inputFields, name);

const INPUTS = Object.keys(inputFields).filter(isInputName);

function toOption(input: InputName): CommandOption {
  if (input === 'wait') return { name: 'no-wait', input };
  const name = toKebab(input);
  if (isHidden(input)) return { name: `${name}-file`, input, value: 'FILE', isFile: true };
  if (isFlag(input)) return { name, input };
  return { name, input, value: 'VALUE', isList: LISTS.includes(input) };
}

/** An option for each input that a command can have. */
export const inputOptions: readonly CommandOption[] = INPUTS.filter(
  (input) => !LEFT_OUT.includes(input),
).map(toOption);

const own = (name: OwnOption, value?: string): CommandOption =>
  value === undefined ? { name, own: name } : { name, own: name, value };

export const ownOptions = {
  owner: own('owner', 'NAME'),
  run: own('run', 'ID'),
  'id-token-env': own('id-token-env', 'VARIABLE'),
  json: own('json'),
  'output-env': own('output-env', 'FILE'),
  debug: own('debug'),
  help: own('help'),
  version: own('version'),
} as const satisfies Readonly<Record<OwnOption, CommandOption>>;

/** What was given, by its names, and everything that is wrong with that. */
export interface GivenOptions {
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
  /** The files that hold secrets, by input. */
  readonly files: Readonly<Partial<Record<InputName, string>>>;
  readonly own: Readonly<Partial<Record<OwnOption, string>>>;
  /** What belongs to no option. */
  readonly words: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a secret's option would be called. */
const SECRET_OPTIONS: readonly string[] = INPUTS.filter(isHidden).map(toKebab);

/** Never with the value, which a process list has shown by now. */
const describeSecret = (name: string): Problem => ({
  input: `--${name}`,
  problem: `is no option, because a process list shows it: give --${name}-file FILE (- for standard input), or set a variable such as OS_${name.toUpperCase().replaceAll('-', '_')}. A secret that stood here is to be changed`,
});

function describeUnknown(name: string, known: readonly CommandOption[]): Problem {
  const names = [...known.map((option) => option.name), ...SECRET_OPTIONS];
  const found = findMeant(name, names);
  const meant = found !== undefined && SECRET_OPTIONS.includes(found) ? `${found}-file` : found;
  return {
    input: `--${name} is no option`,
    problem: meant === undefined ? '--help lists them' : `did you mean --${meant}?`,
  };
}

interface Token {
  readonly name: string;
  readonly value: string | undefined;
  readonly isInline: boolean;
}

/** What is wrong with one option as it was given; `undefined`: nothing. */
function findProblem(
  { name, value, isInline }: Token,
  known: readonly CommandOption[],
): Problem | undefined {
  const option = known.find((one) => one.name === name);
  if (option === undefined) {
    return SECRET_OPTIONS.includes(name) ? describeSecret(name) : describeUnknown(name, known);
  }
  const input = `--${name}`;
  if (option.value === undefined) {
    return value === undefined ? undefined : { input, problem: 'takes no value' };
  }
  // An empty one is like an input that is not set: a variable that is not there arrives so.
  if (value === undefined || (!isInline && /^-./.test(value))) {
    return { input, problem: `has no value: write ${input} ${option.value}` };
  }
  return undefined;
}

const describeTwice = ({ name }: CommandOption): Problem => ({
  input: `--${name}`,
  problem: 'is there twice: leave one out',
});

/** Takes a command line apart; what stands after an option that takes none belongs to nothing. */
function readTokens(args: readonly string[], known: readonly CommandOption[]) {
  const options = Object.fromEntries(
    known.map(({ name, value }): [string, ParseArgsOptionDescriptor] => [
      name,
      { type: value === undefined ? 'boolean' : 'string' },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...options, h: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? token.value : []));
  const found = tokens.flatMap((token): readonly Token[] => {
    if (token.kind !== 'option') return [];
    const { name, value, inlineValue: isInline = false } = token;
    return [{ name: name === 'h' ? 'help' : name, value, isInline }];
  });
  return { words, found };
}

/** The options that were given in the right way, each with its values. */
function collect(found: readonly Token[], known: readonly CommandOption[]) {
  return known.flatMap((option) => {
    const values = found.filter(({ name }) => name === option.name);
    return values.length === 0 ? [] : [{ option, values: values.map(({ value = '' }) => value) }];
  });
}

/** Reads a command line; each problem has the option's name. */
export function readOptions(
  args: readonly string[],
  known: readonly CommandOption[],
): GivenOptions {
  const { words, found } = readTokens(args, known);
  const wrong = found.flatMap((token) => findProblem(token, known) ?? []);
  const right = collect(
    found.filter((token) => findProblem(token, known) === undefined),
    known,
  );
  const twice = right.filter(({ option, values }) => values.length > 1 && !option.isList);
  const inputs: Partial<Record<InputName, string>> = {};
  const files: Partial<Record<InputName, string>> = {};
  const ownValues: Partial<Record<OwnOption, string>> = {};
  for (const { option, values } of right) {
    const { input } = option;
    const text = values.filter(Boolean).join('\n');
    if (option.own !== undefined) ownValues[option.own] = text;
    if (input === undefined) continue;
    if (option.isFile) files[input] = text;
    else inputs[input] = option.value === undefined ? String(input !== 'wait') : text;
  }
  const problems = [...wrong, ...twice.map(({ option }) => describeTwice(option))];
  return { inputs, files, own: ownValues, words, problems };
}

/** What belongs to no option may be a secret that lost its option: only its place is shown. */
export const findStrayProblems = (words: readonly string[]): readonly Problem[] =>
  words.length === 0
    ? []
    : [
        {
          input: words.length === 1 ? 'One word' : `${words.length} words`,
          problem:
            'belongs to no option: put a value with blanks in quotes, and give each option its own',
        },
      ];

/** The first word, which is the subcommand. */
export const describeNoCommand = (word: string, names: readonly string[]): string =>
  `${showValue(word)} is no command: write one of ${names.join(', ')}.`;
