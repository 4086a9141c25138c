import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedRequest, Simulator, SimulatorOptions } from '../../simulator/index.ts';
import type { CommandContext } from '../../src/command/command-context.ts';
import { runCommand } from '../../src/command/run.ts';
import { withSimulator } from './simulated-cloud.ts';
import { instanceIdAt } from './step-cloud.ts';
import { type SharedClock, sharedClock } from './virtual-clock.ts';
import { virtualNetwork } from './virtual-network.ts';

/** A command that has ended, as its user sees it. */
export interface PlayedCommand {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The file after --output-env; `undefined`: there is none. */
  readonly envFile: string | undefined;
  readonly requests: readonly RecordedRequest[];
}

export interface CommandSetup {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly stdout?: { readonly isTTY: boolean };
  /** Whether standard error is a terminal, and how wide. */
  readonly terminal?: { readonly columns: number };
  readonly random?: () => number;
  /** What the user answers at a terminal; without it there is none. */
  readonly answer?: string;
  /** Is called with each question. */
  readonly onQuestion?: (question: string) => void;
  /** Cancels when the first request for this has been answered, or has arrived. */
  readonly cancelAt?: { readonly moment: 'request' | 'answer'; readonly operation: string };
  /** Is called with each request that has arrived. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A simulated cloud, and commands in it; time passes only while all sleep. */
export interface CommandCloud {
  readonly simulator: Simulator;
  readonly clock: SharedClock;
  /** A folder of its own. */
  readonly folder: string;
  /** The file after --output-env. */
  readonly envFile: string;
  /** A file with this content. */
  write(name: string, text: string): string;
  /** Plays a command with these arguments and no others. */
  play(args: readonly string[], setup?: CommandSetup): Promise<PlayedCommand>;
  /** Plays `create` for a service’s first instance, with keys of the environment. */
  create(args?: readonly string[], setup?: CommandSetup): Promise<PlayedCommand>;
}

const withoutSignal = new AbortController().signal;

/** Starts a simulated cloud for one test, and stops it whatever happens. */
export async function withCommandCloud(
  options: SimulatorOptions,
  test: (cloud: CommandCloud) => Promise<void>,
): Promise<void> {
  let isBusy = () => false;
  const clock = sharedClock(() => isBusy());
  const folder = mkdtempSync(join(tmpdir(), 'command-'));
  const envFile = join(folder, 'backup.env');
  await withSimulator({ now: clock.epochMs, ...options }, async (simulator) => {
    const network = virtualNetwork(simulator, clock);
    isBusy = network.isBusy;
    const { account } = simulator;
    const keys = { OS_ACCESS_KEY: account.accessKey, OS_SECRET_KEY: account.secretKey };
    let played = 0;

    async function play(args: readonly string[], setup: CommandSetup = {}) {
      const written = { stdout: '', stderr: '' };
      const requests: RecordedRequest[] = [];
      const cancelling = new AbortController();
      const { cancelAt, terminal } = setup;
      const share = 0.5 + played / 100;
      played += 1;
      const cancelOn = (moment: string) => (request: RecordedRequest) => {
        if (cancelAt?.moment === moment && request.operation === cancelAt.operation) {
          cancelling.abort(new Error('received SIGTERM'));
        }
      };
      const stops = [
        simulator.onRequest((request) => {
          requests.push(request);
          setup.onRequest?.(request);
        }),
        simulator.onRequest(cancelOn('request')),
        simulator.onResponse(cancelOn('answer')),
      ];
      const context: CommandContext = {
        args,
        env: setup.env ?? {},
        stdout: {
          write: (text) => {
            written.stdout += text;
          },
          ...setup.stdout,
        },
        stderr: {
          write: (text) => {
            written.stderr += text;
          },
          isTTY: terminal !== undefined,
          columns: terminal?.columns,
        },
        readStdin: () => setup.stdin ?? '',
        clock,
        startMs: clock.monotonicMs(),
        random: setup.random ?? (() => share),
        version: '0.0.0',
        ...(setup.answer !== undefined && {
          ask: async (question: string) => {
            setup.onQuestion?.(question);
            return setup.answer ?? '';
          },
        }),
        listenForCancel: () => (cancelAt === undefined ? withoutSignal : cancelling.signal),
        dispatcher: network.dispatcher,
      };
      try {
        const code = await clock.play(runCommand(context));
        const file = existsSync(envFile) ? readFileSync(envFile, 'utf8') : undefined;
        return { code, ...written, envFile: file, requests };
      } finally {
        for (const stop of stops) stop();
      }
    }

    try {
      await test({
        ...{ simulator, clock, folder, envFile, play },
        write(name, text) {
          const path = join(folder, name);
          writeFileSync(path, text);
          return path;
        },
        create(args = [], { env, ...setup } = {}) {
          const isNamed = args.some((arg) => /^--(service|targets)/.test(arg));
          const which = isNamed
            ? []
            : ['--service', 'taurusdb', '--instance-id', instanceIdAt(simulator, 'taurusdb')];
          const all = ['create', ...which, '--region', account.projectName, ...args];
          return play(all, { ...setup, env: { ...keys, ...env } });
        },
      });
    } finally {
      await network.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** What the file after --output-env says. */
export const readVariables = (text = ''): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
