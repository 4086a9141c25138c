import { runAction, type StepOptions, type StepResult } from '../../scripts/runner/run-action.ts';
import type { RecordedRequest, Simulator } from '../../simulator/index.ts';
import { root } from './repository.ts';

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
    actionDir: root,
    ...setup,
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

/** An instance of no service at all. */
export const NOWHERE = `${'f'.repeat(32)}in07`;

/** The ids of the service's simulated instances. */
export const listInstanceIds = ({ instances }: Simulator, service: string): readonly string[] =>
  instances.filter((instance) => instance.service === service).map(({ id }) => id);

/** Runs the real bundle with `targets`, lines of `service:instance_id`. */
export async function runTargets(
  simulator: Simulator,
  targets: readonly string[],
  setup: StepSetup = {},
): Promise<Step> {
  const endpoints = Object.entries(simulator.endpoints);
  const inputs = {
    service: '',
    instance_id: '',
    targets: targets.join('\n'),
    endpoint: endpoints.map(([service, url]) => `${service}=${url}`).join('\n'),
    ...setup.inputs,
  };
  return await runStep(simulator, 'rds', { ...setup, inputs });
}

/** The output `backups`. */
export const readEntries = ({ outputs }: Step): readonly Readonly<Record<string, unknown>>[] =>
  JSON.parse(outputs['backups'] ?? '[]');
