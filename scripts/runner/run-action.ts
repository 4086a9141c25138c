import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Annotation, createStepLog, readFileCommand } from './commands.ts';
import { buildInputEnvironment, RUN_ENVIRONMENT, readActionFile } from './step-environment.ts';

export interface StepOptions {
  /** The folder of action.yml. */
  readonly actionDir: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The Node that starts it. Default: this one. */
  readonly node?: string;
  /** What the runner tells of the run; GitHub's, if it is not here. */
  readonly runner?: Readonly<Record<string, string>>;
  /** The job's and the step's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The file of the event that began the run. Default: one that tells nothing. */
  readonly event?: string;
  /** Step debug logging. */
  readonly debug?: boolean;
  readonly onStart?: (step: { cancel(): void; kill(signal: NodeJS.Signals): void }) => void;
  /** Each line as it comes, before it is masked. */
  readonly onLine?: (line: string) => void;
  /** Takes a file of the runner’s away, so that it can’t be written. */
  readonly withoutFile?: 'output' | 'summary';
}

export interface StepResult {
  readonly exitCode: number | null;
  /** Whether it took the runner's second signal, or worse, to end the step. */
  readonly neededForce: boolean;
  /** As the job's log shows them. */
  readonly lines: readonly string[];
  /** Everything that the process wrote, before masking. */
  readonly written: string;
  readonly annotations: readonly Annotation[];
  /** The texts of the notices of the title "Restore point". */
  readonly restorePoints: readonly string[];
  readonly debug: readonly string[];
  readonly masks: readonly string[];
  readonly otherCommands: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What every file below the runner's temporary folder held in the end. */
  readonly files: readonly string[];
}

const SIGTERM_AFTER_MS = 7_500;
const KILL_AFTER_MS = 2_500;
const MAX_SUMMARY_BYTES = 1024 * 1024;

/** SIGINT to node alone, SIGTERM 7.5 s later, the end 2.5 s after that. */
function cancel(child: ChildProcess, onForce: () => void): void {
  child.kill('SIGINT');
  const term = setTimeout(() => {
    onForce();
    child.kill('SIGTERM');
  }, SIGTERM_AFTER_MS);
  const kill = setTimeout(() => child.kill('SIGKILL'), SIGTERM_AFTER_MS + KILL_AFTER_MS);
  child.once('exit', () => [term, kill].forEach(clearTimeout));
}

const readAll = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

/** Runs one step of a JavaScript action as GitHub's runner does (Handlers/NodeScriptActionHandler.cs). */
export async function runAction(options: StepOptions): Promise<StepResult> {
  const { actionDir, inputs, node = process.execPath, env = {}, debug = false } = options;
  const action = readActionFile(actionDir);
  const temp = mkdtempSync(join(tmpdir(), 'runner-'));
  const workspace = join(temp, 'workspace');
  mkdirSync(workspace);
  const commandFiles = {
    output: join(temp, 'set_output_1'),
    summary: join(temp, 'step_summary_1'),
  };
  const event = join(temp, 'event.json');
  for (const file of Object.values(commandFiles)) writeFileSync(file, '');
  if (options.withoutFile !== undefined) rmSync(commandFiles[options.withoutFile]);
  writeFileSync(event, options.event ?? '{}');
  const child = spawn(node, [join(actionDir, action.runs.main)], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...(options.runner ?? RUN_ENVIRONMENT),
      PATH: process.env['PATH'],
      ...env,
      ...buildInputEnvironment(action, inputs),
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: commandFiles.output,
      GITHUB_STEP_SUMMARY: commandFiles.summary,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temp,
      ...(debug && { RUNNER_DEBUG: '1' }),
    },
  });
  const log = createStepLog();
  const rawLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      rawLines.push(line);
      log.add(line);
      options.onLine?.(line);
    });
  }
  let neededForce = false;
  const onForce = () => {
    neededForce = true;
  };
  options.onStart?.({
    cancel: () => cancel(child, onForce),
    kill: (signal) => child.kill(signal),
  });
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  const readCommands = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const outputs = readFileCommand(readCommands(commandFiles.output));
  const written = readCommands(commandFiles.summary);
  const summary = Buffer.byteLength(written) > MAX_SUMMARY_BYTES ? '' : written;
  const files = readAll(temp);
  rmSync(temp, { recursive: true, force: true });
  const { lines, annotations, restorePoints, debug: debugLines, masks, others } = log;
  return {
    ...{ exitCode, neededForce, outputs, summary, files, written: rawLines.join('\n') },
    ...{ lines, annotations, restorePoints, debug: debugLines, masks, otherCommands: others },
  };
}
