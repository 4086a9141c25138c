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

const OUR_FOLDERS: Readonly<Record<string, string>> = {
  './': '',
  'OWNER/cloud-db-backup@v1': '',
  'OWNER/cloud-db-backup/restore@v1': 'restore',
};
const isOurs = (uses: string) => Object.hasOwn(OUR_FOLDERS, uses);

function runInShell(
  { run, shell }: Step,
  env: Values,
  { cwd, path }: Record<'cwd' | 'path', string>,
): Played {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  const [GITHUB_OUTPUT, script] = [join(folder, 'output'), join(folder, 'script.js')];
  writeFileSync(GITHUB_OUTPUT, '');
  writeFileSync(script, run);
  const line = shell === 'bash' ? 'bash -eo pipefail {0}' : shell;
  const [command = '', ...options] = line.replace('{0}', script).split(' ');
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${path}${process.env['PATH']}`, ...env, GITHUB_OUTPUT },
  });
  const outputs = readFileCommand(readFileSync(GITHUB_OUTPUT, 'utf8'));
  rmSync(folder, { recursive: true });
  return { outcome: status === 0 ? 'success' : 'failure', outputs, log: `${stdout}${stderr}` };
}

async function runOurs(
  inputs: Values,
  { run = startBundle }: JobOptions,
  folder: string,
): Promise<Played> {
  const { exitCode, outputs, lines } = await run(inputs, folder);
  return { outcome: exitCode === 0 ? 'success' : 'failure', outputs, log: lines.join('\n') };
}

/** `folder`: which of our actions, by the folder that it is in. */
type RunStep = (
  inputs: Values,
  folder: string,
) => Promise<Pick<StepResult, 'exitCode' | 'outputs' | 'lines'>>;

const startBundle: RunStep = (inputs, folder) =>
  runAction({ actionDir: join(root, folder), inputs });

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
  /** A folder with commands that stand for others. */
  readonly tools?: string;
}

/** A condition that holds whatever failed, as far as an output has a value. */
const ALWAYS = /^\$\{\{ always\(\)(?: && ([\w.]+) == '(\w+)')? \}\}$/;

/** A step for when an earlier one has failed. */
const isForFailure = ({ if: condition }: Step) => /^\$\{\{ !success\(\) &&/.test(condition);

function isDue(step: Step, lookUp: (path: string) => string, hasFailed: boolean): boolean {
  const always = ALWAYS.exec(step.if);
  if (always === null) return isForFailure(step) === hasFailed;
  const [, path, wanted] = always;
  return path === undefined || lookUp(path) === wanted;
}

/** Runs a job's steps of our action and of the shell: after one that is red, those for that case alone. */
export async function playJob(text: string, job: string, options: JobOptions = {}) {
  const steps = v.parse(v.array(stepSchema), parse(text).jobs[job].steps);
  const played: Played[] = [];
  const byId: Record<string, Played> = {};
  const lookUp = (path: string): string => {
    const [context, name = '', what, output = ''] = path.split('.');
    if (['inputs', 'secrets', 'vars', 'github'].includes(context ?? '')) {
      return options.given?.[name] ?? '';
    }
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
    if (!isDue(step, lookUp, hasFailed)) continue;
    const one =
      options.known?.[step.id ?? ''] ??
      (isOurs(step.uses)
        ? await runOurs(
            { ...fill(step.with), ...options.inputs },
            options,
            OUR_FOLDERS[step.uses] ?? '',
          )
        : runInShell(step, fill(step.env), {
            cwd: options.folder ?? root,
            path: options.tools === undefined ? '' : `${options.tools}:`,
          }));
    played.push(one);
    if (step.id !== undefined) byId[step.id] = one;
    hasFailed ||= one.outcome === 'failure' && !step['continue-on-error'];
  }
  return { played, byId };
}
