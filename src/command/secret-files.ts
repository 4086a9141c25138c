import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import type { Problem } from '../errors/request-errors.ts';
import { trimInput } from '../task/inputs/environment.ts';
import type { InputName } from '../task/inputs/fields.ts';
import { commandWords } from './words.ts';

type Texts = Readonly<Partial<Record<InputName, string>>>;

/** What stands for standard input. */
const STDIN = '-';

const codeOf = (error: unknown): string =>
  types.isNativeError(error) && 'code' in error ? String(error.code) : 'it can’t be read';

function readOne(input: InputName, file: string, readStdin: () => string) {
  const option = commandWords.input(input);
  const from = file === STDIN ? 'standard input' : file;
  try {
    const text = file === STDIN ? readStdin() : readFileSync(file, 'utf8');
    const value = trimInput(input, text);
    return value === ''
      ? { problem: { input: option, problem: `${from} is empty` } }
      : { entry: [input, value] as const };
  } catch (error) {
    const problem = `${from} can’t be read (${codeOf(error)}): give the path of a file that holds the value and nothing else`;
    return { problem: { input: option, problem } };
  }
}

/** The secrets that files hold, and those that could not be read. Standard input holds one. */
export function readSecretFiles(files: Texts, readStdin: () => string) {
  const given = Object.entries(files).filter(([, file]) => file !== '');
  const fromStdin = given.filter(([, file]) => file === STDIN);
  if (fromStdin.length > 1) {
    const problem = 'is standard input, and so is another: give all but one as files';
    const problems: Problem[] = fromStdin
      .slice(1)
      .map(([input]) => ({ input: `--${input.replaceAll('_', '-')}-file`, problem }));
    return { values: {}, problems };
  }
  const values: Partial<Record<InputName, string>> = {};
  const problems: Problem[] = [];
  for (const input of SECRETS) {
    const file = files[input];
    if (file === undefined || file === '') continue;
    const read = readOne(input, file, readStdin);
    if (read.problem === undefined) values[input] = read.entry[1];
    else problems.push(read.problem);
  }
  return { values, problems };
}

const SECRETS = ['token', 'secret_key', 'security_token', 'password'] as const;
