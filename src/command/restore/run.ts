import { BackupError } from '../../errors/backup-error.ts';
import { InputError, LoginError, type Problem } from '../../errors/request-errors.ts';
import {
  RestoreFailedError,
  RestoreUnfinishedError,
  UncertainRestoreError,
} from '../../errors/restore-errors.ts';
import type { RestorePlan } from '../../restore/restore-plan.ts';
import { completeLogin, listSecrets } from '../../task/inputs/raw-inputs.ts';
import { describeError } from '../../task/report/errors.ts';
import { restoreInputs } from '../../task/restore/fields.ts';
import {
  parseRestore,
  type RawRestore,
  type RestoreInputs,
} from '../../task/restore/restore-inputs.ts';
import { openRestoreReport, type RestoreState } from '../../task/restore/restore-report.ts';
import { runRestore } from '../../task/restore/run-restore.ts';
import type { TaskContext } from '../../task/task.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { type CommandLog, createCommandLog } from '../log.ts';

import { printTable } from '../table.ts';
import { printRestoreHelp } from './help.ts';
import { type GivenRestore, readRestoreOptions } from './options.ts';
import { commandRestoreWords } from './words.ts';

/** The texts under the names that the task has for them. */
function toRaw(given: GivenRestore, { env }: CommandContext): RawRestore {
  const entries = Object.entries(given.values);
  const isOwn = (name: string) => restoreInputs[name]?.shared === undefined;
  const shared = entries.flatMap(([name, text]) => {
    const as = restoreInputs[name]?.shared;
    return as === undefined ? [] : [[as, text] as const];
  });
  const token = env[given.tokenVariable ?? '']?.trim();
  return {
    shared: completeLogin({
      ...{ values: Object.fromEntries(shared), misspelt: [], env, isFork: false },
      getIdToken: () => async () => {
        if (token) return token;
        throw new LoginError('There is no identity token.', { hint: undefined });
      },
    }),
    own: Object.fromEntries(entries.filter(([name]) => isOwn(name))),
    misspelt: [],
  };
}

function reportError(error: unknown, log: CommandLog): void {
  const { message, hint } = describeError(error, commandRestoreWords);
  log.fail(hint === undefined ? message : `${message}\n${hint}`);
}

/** How a restore ends, for the shell that started it. */
function findExitCode(error: unknown): ExitCode {
  if (error === undefined) return EXIT_CODES.done;
  if (error instanceof InputError) return EXIT_CODES.usage;
  if (error instanceof UncertainRestoreError) return EXIT_CODES.uncertain;
  if (error instanceof RestoreFailedError || error instanceof RestoreUnfinishedError) {
    return EXIT_CODES.unfinished;
  }
  // A fault of ours may have come up while the call was out.
  return error instanceof BackupError ? EXIT_CODES.none : EXIT_CODES.uncertain;
}

/** What is known of the new instance, by the names of the action's outputs. */
const toResult = ({ instance, instanceName, backup, candidates }: RestoreState) => ({
  instance_id: instance?.id ?? null,
  instance_name: instanceName ?? null,
  private_ips: instance?.privateIps ?? [],
  port: instance?.port ?? null,
  job_id: instance?.jobId ?? null,
  status: instance?.status ?? null,
  created: instance?.created ?? false,
  backup_id: backup?.id ?? null,
  candidates,
});

/** Asks once on a terminal, with the name and the flavor. */
const createConfirm =
  ({ ask }: CommandContext) =>
  async ({ name, request }: RestorePlan): Promise<boolean> => {
    const flavor = String(request.body['flavor_ref'] ?? 'of the original');
    const answer = await ask?.(
      `Make the new instance ${name}, flavor ${flavor}? It costs from then on, until it is deleted. [y/N] `,
    );
    return /^\s*y(es)?\s*$/i.test(answer ?? '');
  };

/** Without a terminal nothing can be asked. */
const findConfirmProblem = (
  { isConfirmed }: GivenRestore,
  { ask }: CommandContext,
  isDryRun: boolean,
): readonly Problem[] =>
  isConfirmed || isDryRun || ask !== undefined
    ? []
    : [{ input: '--yes', problem: 'is needed where no terminal can be asked: an instance costs' }];

interface Performance extends CommandContext {
  readonly log: CommandLog;
  readonly inputs: RestoreInputs;
  readonly given: GivenRestore;
}

async function perform({ log, inputs, given, ...context }: Performance): Promise<ExitCode> {
  const { clock, startMs, random, env, stdout, timeouts, dispatcher } = context;
  const report = openRestoreReport();
  const task: TaskContext = {
    ...{ clock, startMs, random, log, env, words: commandRestoreWords },
    signal: context.listenForCancel(log),
    readOrigin: async () => ({ owner: '', runId: '' }),
    ...(timeouts && { timeouts }),
    ...(dispatcher && { dispatcher }),
  };
  const confirm = given.isConfirmed || inputs.dryRun ? undefined : createConfirm(context);
  let error: unknown;
  try {
    const noteAccepted = () => {};
    await runRestore({ inputs, context: task, report, noteAccepted, ...(confirm && { confirm }) });
  } catch (reason) {
    error = reason ?? new BackupError('It ended without a reason.');
  }
  const { plan } = report.state;
  const result = inputs.dryRun ? { request: plan?.request ?? null } : toResult(report.state);
  const rows = Object.entries(result).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''),
  ]);
  stdout.write(log.hide(given.isJson ? `${JSON.stringify(result, null, 2)}\n` : printTable(rows)));
  if (error !== undefined) reportError(error, log);
  return findExitCode(error);
}

/** `cloud-db-backup restore`, to its end, whatever happens. */
export async function runRestoreCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const { stderr, stdout, clock, env, readStdin } = context;
  const given = readRestoreOptions(args, readStdin);
  if (given.isHelp) {
    stdout.write(printRestoreHelp());
    return EXIT_CODES.done;
  }
  const log = createCommandLog({ stderr, clock, env, isDebug: given.isDebug });
  try {
    // What is misspelt may be all that the others miss.
    if (given.problems.length > 0) throw new InputError(given.problems);
    const raw = toRaw(given, context);
    for (const secret of [...listSecrets(raw.shared), raw.own['password'] ?? ''])
      log.secret(secret);
    const parsed = parseRestore(raw, commandRestoreWords);
    const ofInputs = 'error' in parsed ? parsed.error.problems : [];
    const isDryRun = given.values['dry_run'] === 'true';
    const all = [...ofInputs, ...findConfirmProblem(given, context, isDryRun)];
    if (all.length > 0 || 'error' in parsed) throw new InputError(all);
    return await perform({ ...context, log, inputs: parsed.inputs, given });
  } catch (error) {
    reportError(error, log);
    return error instanceof InputError ? EXIT_CODES.usage : EXIT_CODES.none;
  }
}
