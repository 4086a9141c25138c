import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { virtualClock } from './virtual-clock.ts';

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** A request line such as `POST /v3/{pid}/backups`, and what goes with it. */
export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Leaves out the account's token. */
  readonly anonymous?: boolean;
}

/** A simulator with a clock the test moves, and a way to talk to it. */
export interface SimulatedCloud {
  readonly simulator: Simulator;
  readonly send: (service: string, line: string, sent?: Sent) => Promise<Received>;
  readonly later: (byMs: number) => void;
}

/** Starts a simulator for one test and stops it whatever happens. */
export async function withSimulator(
  options: SimulatorOptions,
  test: (simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator(options);
  try {
    await test(simulator);
  } finally {
    await simulator.stop();
  }
}

/** Runs a test against a simulator and a clock that it moves. */
export async function withCloud(
  test: (cloud: SimulatedCloud) => Promise<void>,
  options: SimulatorOptions = {},
): Promise<void> {
  const clock = virtualClock();
  await withSimulator({ backupMs: 60_000, now: clock.epochMs, ...options }, (simulator) =>
    test({
      simulator,
      send: (service, line, sent) => send(simulator, `${service} ${line}`, sent),
      later: clock.advance,
    }),
  );
}

async function send(simulator: Simulator, line: string, sent: Sent = {}): Promise<Received> {
  const [service = '', method = '', path = ''] = line.split(' ');
  const { endpoints, iamEndpoint: iam, stsEndpoint: sts } = simulator;
  const base = { ...endpoints, iam, sts }[service];
  const { account } = simulator;
  const json = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
  const response = await fetch(base + path.replace('{pid}', account.projectId), {
    method,
    headers: {
      ...(sent.anonymous === true ? {} : { 'x-auth-token': account.token }),
      'content-type': 'application/json',
      ...sent.headers,
    },
    ...(json === undefined ? {} : { body: json }),
    ...(sent.timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(sent.timeoutMs) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
