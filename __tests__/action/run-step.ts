import { join } from 'node:path';
import { runAction, type StepOptions, type StepResult } from '../../scripts/runner/run-action.ts';
import {
  type RecordedRequest,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.ts';

const actionDir = join(import.meta.dirname, '..', '..');

export interface Step extends StepResult {
  readonly requests: readonly RecordedRequest[];
}

export interface StepSetup extends Partial<StepOptions> {
  /** Replaces or, with an empty text, empties an input. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Cancels the step when a request for this operation has arrived, or its answer has been sent. */
  readonly cancelAt?: { readonly moment: 'request' | 'answer'; readonly operation: string };
  /** Cancels the step when it writes such a line. */
  readonly cancelOnLine?: (line: string) => boolean;
  /** Sends one signal at the first request, or answer, of which this is true. */
  readonly signalAt?: {
    readonly moment: 'request' | 'answer';
    readonly signal: NodeJS.Signals;
    readonly when: (request: RecordedRequest) => boolean;
  };
}

/** The id of the service's first simulated instance. */
export function findInstanceId({ instances }: Simulator, service: string): string {
  const instance = instances.find((candidate) => candidate.service === service);
  if (instance === undefined) throw new Error(`the simulator has no instance of ${service}`);
  return instance.id;
}

/** Runs the real bundle as one step against a running simulator, with keys that it knows. */
export async function runStep(
  simulator: Simulator,
  service: string,
  setup: StepSetup = {},
): Promise<Step> {
  const { account, endpoints, iamEndpoint } = simulator;
  const before = simulator.requests.length;
  const { signalAt, cancelAt } = setup;
  const moment = signalAt?.moment ?? cancelAt?.moment;
  let interrupt: (() => void) | undefined;
  const isMoment =
    signalAt?.when ??
    (({ operation }: RecordedRequest) => cancelAt && operation === cancelAt.operation);
  const onMoment = (request: RecordedRequest) => {
    if (!isMoment(request)) return;
    interrupt?.();
    interrupt = undefined;
  };
  const stopListening =
    moment === 'request' ? simulator.onRequest(onMoment) : simulator.onResponse(onMoment);
  const result = await runAction({
    ...setup,
    actionDir,
    onLine: (line) => {
      if (setup.cancelOnLine?.(line)) interrupt?.();
      setup.onLine?.(line);
    },
    onStart: (step) => {
      interrupt = signalAt ? () => step.kill(signalAt.signal) : step.cancel;
    },
    inputs: {
      service,
      instance_id: setup.inputs?.['instance_id'] ?? findInstanceId(simulator, service),
      region: 'eu-de',
      endpoint: endpoints[service] ?? '',
      iam_endpoint: iamEndpoint,
      access_key: account.accessKey,
      secret_key: account.secretKey,
      ...setup.inputs,
    },
  });
  stopListening();
  return { ...result, requests: simulator.requests.slice(before) };
}

/** What the step tells of its only database, where no backup is known: the output `backups` and no other. */
export function readOnlyEntry({ outputs }: StepResult): Readonly<Record<string, unknown>> {
  const { backups = '[]', ...others } = outputs;
  const [entry, ...more] = JSON.parse(backups);
  if (Object.keys(others).length + more.length > 0) throw new Error('there are more outputs');
  return entry;
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
