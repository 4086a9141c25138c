import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { readFileCommand } from '../../scripts/runner/commands.ts';
import { runAction, type StepResult } from '../../scripts/runner/run-action.ts';
import { root } from '../support/repository.ts';

type Values = Readonly<Record<string, string>>;
type Played = Readonly<{ outcome: string; outputs: Values; log: string }>;

const values = v.optional(
  v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
  {},
);
const stepSchema = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  uses: v.optional(v.string(), ''),
  run: v.optional(v.string(), ''),
  shell: v.optional(v.string(), 'bash'),
  if: v.optional(v.string(), ''),
  with: values,
  env: values,
  'continue-on-error': v.optional(v.boolean(), false),
});
type Step = v.InferOutput<typeof stepSchema>;

const isOurs = (uses: string) => uses === './' || uses === 'OWNER/cloud-db-backup@v1';

function runInShell({ run, shell }: Step, env: Values, cwd: string): Played {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  const [GITHUB_OUTPUT, script] = [join(folder, 'output'), join(folder, 'script.js')];
  writeFileSync(GITHUB_OUTPUT, '');
  writeFileSync(script, run);
  const line = shell === 'bash' ? 'bash -eo pipefail {0}' : shell;
  const [command = '', ...options] = line.replace('{0}', script).split(' ');
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env, GITHUB_OUTPUT },
  });
  const outputs = readFileCommand(readFileSync(GITHUB_OUTPUT, 'utf8'));
  rmSync(folder, { recursive: true });
  return { outcome: status === 0 ? 'success' : 'failure', outputs, log: `${stdout}${stderr}` };
}

async function runOurs(inputs: Values, { run = startBundle }: JobOptions): Promise<Played> {
  const { exitCode, outputs, lines } = await run(inputs);
  return { outcome: exitCode === 0 ? 'success' : 'failure', outputs, log: lines.join('\n') };
}

type RunStep = (inputs: Values) => Promise<Pick<StepResult, 'exitCode' | 'outputs' | 'lines'>>;

const startBundle: RunStep = (inputs) => runAction({ actionDir: root, inputs });

export interface JobOptions {
  /** What `inputs.x`, `secrets.X` and `vars.X` are; empty, if it is not here. */
  readonly given?: Values;
  /** Inputs that every step of our action gets on top. */
  readonly inputs?: Values;
  /** Runs a step of our action. Default: the bundle, as a process of its own. */
  readonly run?: RunStep;
  /** Steps that need not run again, by their ids, and what came of them. */
  readonly known?: Readonly<Record<string, Played>>;
  /** Where the shell finds the commands of the workflow's owner; the repository, if it is not here. */
  readonly folder?: string;
}

/** The one condition that is known here: a step for when an earlier one has failed. */
const isForFailure = ({ if: condition }: Step) => /^\$\{\{ !success\(\) &&/.test(condition);

/** Runs a job's steps of our action and of the shell: after one that is red, those for that case alone. */
export async function playJob(text: string, job: string, options: JobOptions = {}) {
  const steps = v.parse(v.array(stepSchema), parse(text).jobs[job].steps);
  const played: Played[] = [];
  const byId: Record<string, Played> = {};
  const lookUp = (path: string): string => {
    const [context, name = '', what, output = ''] = path.split('.');
    if (['inputs', 'secrets', 'vars'].includes(context ?? '')) return options.given?.[name] ?? '';
    if (context !== 'steps') throw new Error(`${path} is not known here`);
    return (what === 'outcome' ? byId[name]?.outcome : byId[name]?.outputs[output]) ?? '';
  };
  const fill = (given: Values): Values =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, path: string) => lookUp(path)),
      ]),
    );
  let hasFailed = false;
  for (const step of steps.filter(({ uses }) => uses === '' || isOurs(uses))) {
    if (isForFailure(step) !== hasFailed) continue;
    const one =
      options.known?.[step.id ?? ''] ??
      (isOurs(step.uses)
        ? await runOurs({ ...fill(step.with), ...options.inputs }, options)
        : runInShell(step, fill(step.env), options.folder ?? root));
    played.push(one);
    if (step.id !== undefined) byId[step.id] = one;
    hasFailed ||= one.outcome === 'failure' && !step['continue-on-error'];
  }
  return { played, byId };
}
