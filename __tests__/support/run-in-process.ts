import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import { readFileCommand } from '../../scripts/runner/commands.ts';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../../scripts/runner/step-environment.ts';
import type { Simulator } from '../../simulator/index.ts';
import { readRunContext } from '../../src/action/github.ts';
import { run } from '../../src/action/run.ts';
import type { Clock, Timeouts } from '../../src/index.ts';
import { root } from './repository.ts';

const action = readActionFile(root);

export interface InProcessStep {
  /** What made it red; `undefined`: green. */
  readonly error: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  /** The runner’s file of outputs, as it is in the end. */
  readonly outputText: string;
  readonly lines: readonly string[];
}

export interface InProcessSetup {
  readonly service: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly timeouts?: Partial<Timeouts>;
  readonly dispatcher?: Dispatcher;
  /** Variables of the step beside its inputs, which replace what the runner tells. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The whole step in this process, so that its time can be the simulator's; it logs in with a password. */
export async function runInProcess(
  simulator: Simulator,
  clock: Clock,
  { service, inputs, timeouts, dispatcher, env = {} }: InProcessSetup,
): Promise<InProcessStep> {
  const dir = mkdtempSync(join(tmpdir(), 'step-'));
  const output = join(dir, 'output');
  writeFileSync(output, '');
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const given = {
    service,
    instance_id: instances.find((instance) => instance.service === service)?.id ?? '',
    region: 'eu-de',
    endpoint: endpoints[service] ?? '',
    iam_endpoint: iamEndpoint,
    username: account.username,
    password: account.password,
    domain_name: account.domainName,
    job_summary: 'false',
    ...inputs,
  };
  Object.assign(process.env, RUN_ENVIRONMENT, buildInputEnvironment(action, given), {
    ...env,
    GITHUB_OUTPUT: output,
  });
  const lines: string[] = [];
  const note = (text: string) => void lines.push(text);
  const write = process.stdout.write;
  // The toolkit prints its masks; here nobody reads them.
  process.stdout.write = () => true;
  let error: unknown;
  try {
    await run({
      clock,
      startMs: 0,
      random: () => 0.5,
      log: {
        debug() {},
        info: note,
        warning: note,
        secret() {},
        group: (title, body) => void lines.push(title, ...body),
        notice: (title, text) => void lines.push(`${title}: ${text}`),
      },
      signal: new AbortController().signal,
      env,
      readRunContext: () => readRunContext(process.env),
      ...(timeouts && { timeouts }),
      ...(dispatcher && { dispatcher }),
    });
  } catch (reason) {
    error = reason;
  } finally {
    process.stdout.write = write;
  }
  const outputText = readFileSync(output, 'utf8');
  rmSync(dir, { recursive: true, force: true });
  return { error, outputs: readFileCommand(outputText), outputText, lines };
}
