import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context } from '@actions/github';
import type { Dispatcher } from 'undici';
import { createStepLog, readFileCommand } from '../../scripts/runner/commands.ts';
import type { StepResult } from '../../scripts/runner/run-action.ts';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../../scripts/runner/step-environment.ts';
import { reportError } from '../../src/action/report/errors.ts';
import { run } from '../../src/action/run.ts';
import { readRunContext } from '../../src/action/run-context.ts';
import { stepWords } from '../../src/action/step-words.ts';
import { createWorkflowLog } from '../../src/action/workflow-log.ts';
import type { Clock, Timeouts } from '../../src/index.ts';
import { listenForCancel } from '../../src/task/cancel.ts';
import type { TaskContext } from '../../src/task/task.ts';
import { root } from './repository.ts';

/** Which action: the folder of its action.yml, and its step. */
export interface PlayedAction {
  readonly folder: string;
  readonly run: (context: TaskContext) => Promise<void>;
}

const backupAction: PlayedAction = { folder: root, run };

/** The log shows no line for them, or one that looks like any other. */
const GROUPS = ['::group::', '::endgroup::'];

/** The same for all steps: the toolkit keeps the path of the first summary. */
const folder = join(tmpdir(), `step-${randomUUID()}`);
const files = {
  output: join(folder, 'output'),
  summary: join(folder, 'summary'),
  event: join(folder, 'event.json'),
};

/** The runner’s file of outputs, while a step is played. */
export const readOutputFile = () => readFileSync(files.output, 'utf8');

/** What a step has written, at its time in milliseconds since it began. */
export interface LoggedLines {
  readonly atMs: number;
  /** As the job's log shows them. */
  readonly lines: readonly string[];
}

/** What the runner sees of a step; its process is this one. */
export interface PlayedStep extends Omit<StepResult, 'neededForce' | 'files'> {
  /** What made it red; `undefined`: green. */
  readonly error: unknown;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** The runner’s file of outputs, as it is in the end. */
  readonly outputText: string;
}

export interface PlayedStepSetup {
  readonly inputs: Readonly<Record<string, string>>;
  /** What the runner tells of the run; GitHub's, if it is not here. */
  readonly runner?: Readonly<Record<string, string>>;
  /** The job's and the step's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The file of the event that began the run. Default: one that tells nothing. */
  readonly event?: string;
  /** Step debug logging. */
  readonly debug?: boolean;
  /** What it writes, as it comes. */
  readonly onLog?: (logged: LoggedLines) => void;
  /** Default: the one that backs up. */
  readonly action?: PlayedAction;
  /** Default: always the same. */
  readonly random?: () => number;
  readonly timeouts?: Partial<Timeouts>;
  readonly dispatcher?: Dispatcher;
}

/** A step that may be cancelled, as the runner does it. */
export interface PlayableStep {
  play(): Promise<PlayedStep>;
  cancel(): void;
}

/** Reads the run anew: the toolkit does so once, when it is loaded. */
function readThisRun() {
  Object.assign(context, Reflect.construct(context.constructor, []));
  return readRunContext(process.env);
}

/** Gives the process this environment and takes what it prints, while the work is under way. */
async function asProcess<Result>(
  env: Readonly<Record<string, string>>,
  write: (text: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const { stdout } = process;
  const before = { env: { ...process.env }, write: stdout.write, exitCode: process.exitCode };
  const setEnvironment = (values: NodeJS.ProcessEnv) => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, values);
  };
  setEnvironment(env);
  process.exitCode = 0;
  stdout.write = (text: string | Uint8Array) => {
    write(String(text));
    return true;
  };
  try {
    return await work();
  } finally {
    stdout.write = before.write;
    process.exitCode = before.exitCode;
    setEnvironment(before.env);
  }
}

/** The whole step in this process, so that its time can be the simulator's. One at a time. */
export function prepareStep(clock: Clock, setup: PlayedStepSetup): PlayableStep {
  const {
    inputs,
    action = backupAction,
    runner = RUN_ENVIRONMENT,
    debug = false,
    random = () => 0.5,
    timeouts,
    dispatcher,
  } = setup;
  const signals = new EventEmitter();
  const env = {
    ...runner,
    ...setup.env,
    ...buildInputEnvironment(readActionFile(action.folder), inputs),
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    ...(debug && { RUNNER_DEBUG: '1' }),
  };

  async function play(): Promise<PlayedStep> {
    mkdirSync(folder);
    for (const file of [files.output, files.summary]) writeFileSync(file, '');
    writeFileSync(files.event, setup.event ?? '{}');
    const startMs = clock.monotonicMs();
    const read = createStepLog();
    const written: string[] = [];
    const note = (line: string) => {
      const before = read.lines.length;
      written.push(line);
      read.add(line);
      const lines = GROUPS.some((command) => line.startsWith(command))
        ? [line]
        : read.lines.slice(before);
      if (lines.length > 0) setup.onLog?.({ atMs: clock.monotonicMs() - startMs, lines });
    };
    const write = (text: string) => text.replace(/\n$/, '').split(/\r?\n/).forEach(note);
    const { error, exitCode } = await asProcess(env, write, async () => {
      const log = createWorkflowLog(process.env);
      const error = await action
        .run({
          clock,
          startMs,
          random,
          log,
          signal: listenForCancel(signals, log, stepWords),
          env: process.env,
          words: stepWords,
          readOrigin: readThisRun,
          ...(timeouts && { timeouts }),
          ...(dispatcher && { dispatcher }),
        })
        .catch((reason: unknown) => reason);
      if (error !== undefined) reportError(error, log);
      return { error, exitCode: Number(process.exitCode) };
    });
    const [outputText = '', summary = ''] = [files.output, files.summary].map((file) =>
      readFileSync(file, 'utf8'),
    );
    rmSync(folder, { recursive: true, force: true });
    return {
      ...{
        error,
        exitCode,
        inputs,
        env: setup.env ?? {},
        outputText,
        summary,
        written: written.join('\n'),
      },
      outputs: readFileCommand(outputText),
      ...{ lines: read.lines, annotations: read.annotations, restorePoints: read.restorePoints },
      ...{ debug: read.debug, masks: read.masks, otherCommands: read.others },
    };
  }

  return { play, cancel: () => void signals.emit('SIGINT') };
}
