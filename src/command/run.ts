import { BackupError } from '../errors/backup-error.ts';
import { InputError, LoginError, type Problem } from '../errors/request-errors.ts';
import type { Environment } from '../task/inputs/environment.ts';
import { parseInputs, type TaskInputs } from '../task/inputs/parse-inputs.ts';
import { completeLogin, listSecrets } from '../task/inputs/raw-inputs.ts';
import { describeError } from '../task/report/errors.ts';
import { openReport } from '../task/report/report.ts';
import { runTask } from '../task/run-task.ts';
import type { TaskContext } from '../task/task.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODES, type ExitCode, findExitCode } from './exit-code.ts';
import { printCommandHelp, printHelp } from './help.ts';
import { type CommandLog, createCommandLog } from './log.ts';
import { describeNoCommand, findStrayProblems, type GivenOptions, readOptions } from './options.ts';
import { emptyOutputEnv, findTooMany, openOutputEnv } from './output-env.ts';
import { runRestoreCommand } from './restore/run.ts';
import { readSecretFiles } from './secret-files.ts';
import { listSubcommands } from './subcommands/index.ts';
import type { Subcommand } from './subcommands/subcommand.ts';
import { commandWords } from './words.ts';

/** It has inputs of its own. */
const RESTORE = 'restore';

/** Runs a command to its end, whatever happens. */
export async function runCommand(context: CommandContext): Promise<ExitCode> {
  const { args, stdout, stderr, version } = context;
  const subcommands = listSubcommands();
  const [word = '', ...rest] = args;
  if (word === RESTORE) return await runRestoreCommand(rest, context);
  const subcommand = subcommands.find(({ name }) => name === word);
  if (subcommand !== undefined) return await runSubcommand(subcommand, rest, context);
  if (['--version', '-v'].includes(word)) {
    stdout.write(`${version}\n`);
    return EXIT_CODES.done;
  }
  const help = printHelp(subcommands);
  if (['--help', '-h', 'help'].includes(word)) {
    stdout.write(help);
    return EXIT_CODES.done;
  }
  const names = [...subcommands.map(({ name }) => name), RESTORE];
  // An option that stands here may hold a secret.
  const isWord = word !== '' && !word.startsWith('-');
  stderr.write(isWord ? `Error: ${describeNoCommand(word, names)}\n` : help);
  return EXIT_CODES.usage;
}

/** What only the command's own options can get wrong. */
function findOwnProblems({ own, inputs }: GivenOptions, env: Environment): readonly Problem[] {
  const problems: Problem[] = [];
  const needsOwner = (['keep_last', 'keep_days'] as const).filter(
    (input) => inputs[input] !== undefined,
  );
  for (const input of own.owner ? [] : needsOwner) {
    const problem =
      'needs --owner NAME, the mark by which this command knows the backups that it made itself';
    problems.push({ input: commandWords.input(input), problem });
  }
  const variable = own['id-token-env'];
  const needsToken = inputs.identity_provider ?? inputs.agency_urn;
  if (needsToken && !variable) {
    const input = inputs.identity_provider ? '--identity-provider' : '--agency-urn';
    const problem = 'needs --id-token-env VARIABLE, which names the variable of the identity token';
    problems.push({ input, problem });
  }
  if (variable && !env[variable]?.trim()) {
    const problem = `names ${variable}, and that variable is not set: in GitLab, id_tokens of the job sets it`;
    problems.push({ input: '--id-token-env', problem });
  }
  return problems;
}

/** A fresh one each time is what a login wants; here there is one, for as long as the job has it. */
const createIdTokenGetter = (token: string | undefined) => () => async () => {
  if (token) return token;
  throw new LoginError('There is no identity token.', { hint: undefined });
};

function readInputs(given: GivenOptions, { env, readStdin }: CommandContext) {
  const secrets = readSecretFiles(given.files, readStdin);
  const texts = Object.entries({ ...given.inputs, ...secrets.values }).filter(([, text]) => text);
  const values = Object.fromEntries(texts);
  const token = env[given.own['id-token-env'] ?? '']?.trim();
  const raw = completeLogin({
    values,
    misspelt: [],
    env,
    isFork: false,
    getIdToken: createIdTokenGetter(token),
  });
  return {
    raw,
    problems: secrets.problems,
    secrets: [...listSecrets(raw), ...(token ? [token] : [])],
  };
}

async function runSubcommand(
  subcommand: Subcommand,
  args: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const given = readOptions(args, subcommand.options);
  const { own } = given;
  if (own.help !== undefined) {
    context.stdout.write(printCommandHelp(subcommand));
    return EXIT_CODES.done;
  }
  const { stderr, clock, env } = context;
  const log = createCommandLog({ stderr, clock, env, isDebug: own.debug !== undefined });
  // Words may belong to an option that is wrong.
  const ofOptions = given.problems.length > 0 ? given.problems : findStrayProblems(given.words);
  try {
    // What is misspelt may be all that the others miss.
    if (ofOptions.length > 0) throw new InputError(ofOptions);
    const { raw, problems, secrets } = readInputs(given, context);
    for (const secret of secrets) log.secret(secret);
    const parsed = parseInputs(raw, commandWords);
    const ofInputs = 'error' in parsed ? parsed.error.problems : [];
    const file = own['output-env'] || undefined;
    const ofFile =
      file !== undefined && 'inputs' in parsed
        ? (findTooMany(parsed.inputs.targets.length) ?? emptyOutputEnv(file))
        : undefined;
    const all = [
      ...problems,
      ...findOwnProblems(given, env),
      ...ofInputs.filter(({ input }) => !problems.some((one) => one.input === input)),
      ...(ofFile === undefined ? [] : [ofFile]),
    ];
    if (all.length > 0 || 'error' in parsed) throw new InputError(all);
    return await perform(subcommand, { ...context, log, inputs: parsed.inputs, own });
  } catch (error) {
    return fail(error, log);
  }
}

/** Before anything was asked for: what is wrong is told, and nothing exists. */
function fail(error: unknown, log: CommandLog): ExitCode {
  reportError(error, log);
  return error instanceof InputError ? EXIT_CODES.usage : EXIT_CODES.none;
}

function reportError(error: unknown, log: CommandLog): void {
  const { message, hint } = describeError(error, commandWords);
  log.fail(hint === undefined ? message : `${message}\n${hint}`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    log.debug(cause.stack ?? cause.message);
  }
}

interface Performance extends CommandContext {
  readonly log: CommandLog;
  readonly inputs: TaskInputs;
  readonly own: GivenOptions['own'];
}

async function perform(subcommand: Subcommand, performance: Performance): Promise<ExitCode> {
  const { log, inputs, own, stdout, env, clock, startMs, random } = performance;
  const { timeouts, dispatcher } = performance;
  const report = openReport();
  const results = openOutputEnv({ file: own['output-env'] || undefined, report, log });
  const runId = own.owner ? (own.run ?? '') : '';
  const context: TaskContext = {
    ...{ clock, startMs, random, log, env },
    signal: performance.listenForCancel(log),
    words: commandWords,
    readOrigin: async () => ({ owner: own.owner ?? '', runId }),
    ...(timeouts && { timeouts }),
    ...(dispatcher && { dispatcher }),
  };
  let error: unknown;
  try {
    await runTask({ inputs, context, report, results }, (task) => subcommand.run(task));
  } catch (reason) {
    error = reason ?? new BackupError('It ended without a reason.');
  }
  try {
    if (subcommand.makesBackups) results.writeAll();
  } catch (reason) {
    error ??= reason;
  }
  const printed = subcommand.print({ report, context });
  if (printed !== undefined) {
    stdout.write(log.hide(own.json === undefined ? printed.table : toJson(printed.json)));
  }
  if (error !== undefined) reportError(error, log);
  return findExitCode({
    results: report.state.results,
    error,
    isWaited: inputs.wait,
    isUnwritten: results.isIncomplete,
  });
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
