import { createHash } from 'node:crypto';
import type {
  IdKind,
  RecordedRequest,
  Simulator,
  SimulatorOptions,
} from '../../simulator/index.ts';
import {
  type LoggedLines,
  type PlayedStep,
  type PlayedStepSetup,
  prepareStep,
} from './play-step.ts';
import { withSimulator } from './simulated-cloud.ts';
import { type SharedClock, sharedClock } from './virtual-clock.ts';
import { virtualNetwork } from './virtual-network.ts';

/** One request of a step, at its time in milliseconds since the step began. */
export interface SentRequest {
  readonly atMs: number;
  readonly request: RecordedRequest;
}

export interface Step extends PlayedStep {
  readonly requests: readonly RecordedRequest[];
  /** What it wrote and sent, in that order. */
  readonly story: readonly (LoggedLines | SentRequest)[];
}

type Inputs = Readonly<Record<string, string>>;

export interface StepSetup
  extends Omit<PlayedStepSetup, 'inputs' | 'dispatcher' | 'timeouts' | 'random' | 'onLog'> {
  /** Replaces or, with an empty text, empties an input. */
  readonly inputs?: Inputs;
  /** Cancels the step when the first request for which this is true has arrived, or has been answered. */
  readonly cancelAt?: {
    readonly moment: 'request' | 'answer';
    readonly when: (request: RecordedRequest) => boolean;
  };
}

/** A simulated cloud, and steps in it; time passes only while all sleep. */
export interface StepCloud {
  readonly simulator: Simulator;
  readonly clock: SharedClock;
  /** Plays one step in this process, with these inputs and no others. */
  play(inputs: Inputs, setup?: Omit<StepSetup, 'inputs'>): Promise<Step>;
  /** Plays one step in this process, with keys that the cloud knows and the service’s first instance. */
  run(service: string, setup?: StepSetup): Promise<Step>;
  /** How many requests of a method were under way at once, as far as the client knew. */
  mostAtOnce(method: string): number;
  /** Plays one step with `targets`, lines of `service:instance_id`. */
  runTargets(targets: readonly string[], setup?: StepSetup): Promise<Step>;
}

/** Ids that are the same in every run: those of the first backup, of the second one, and so on. */
function countingIds(): (kind: IdKind) => string {
  const counts = new Map<IdKind, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const digits = createHash('sha256').update(`${kind} ${count}`).digest('hex');
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  };
}

/** Files that the step writes are written by threads: no time may pass meanwhile. */
const isAtFiles = () =>
  process.getActiveResourcesInfo().some((name) => /^(?:FSReq|CloseReq)/.test(name));

/** Starts a simulated cloud for one test, and stops it whatever happens. */
export async function withStepCloud(
  options: SimulatorOptions,
  test: (cloud: StepCloud) => Promise<void>,
): Promise<void> {
  let isBusy = () => false;
  const clock = sharedClock(() => isBusy() || isAtFiles());
  const settings = { now: clock.epochMs, newId: countingIds(), ...options };
  await withSimulator(settings, async (simulator) => {
    const network = virtualNetwork(simulator, clock);
    isBusy = network.isBusy;
    let played = 0;
    const play: StepCloud['play'] = async (inputs, setup = {}) => {
      const { cancelAt } = setup;
      const { dispatcher } = network;
      const startMs = clock.monotonicMs();
      const story: (LoggedLines | SentRequest)[] = [];
      const onLog = (logged: LoggedLines) => void story.push(logged);
      // As with real dice, no two steps make the same name.
      const share = 0.5 + played / 100;
      played += 1;
      const context = { inputs, onLog, dispatcher, random: () => share };
      const prepared = prepareStep(clock, { ...setup, ...context });
      const requests: RecordedRequest[] = [];
      let isCancelled = false;
      const cancelOn = (moment: 'request' | 'answer') => (request: RecordedRequest) => {
        if (isCancelled || cancelAt?.moment !== moment || !cancelAt.when(request)) return;
        isCancelled = true;
        prepared.cancel();
      };
      const stops = [
        simulator.onRequest((request) => {
          requests.push(request);
          story.push({ atMs: clock.monotonicMs() - startMs, request });
        }),
        simulator.onRequest(cancelOn('request')),
        simulator.onResponse(cancelOn('answer')),
      ];
      try {
        const step = await clock.play(prepared.play());
        return { ...step, story, requests };
      } finally {
        for (const stop of stops) stop();
      }
    };
    const { accessKey, secretKey, projectName } = simulator.account;
    const run: StepCloud['run'] = (service, { inputs, ...setup } = {}) => {
      const instance_id = inputs?.['instance_id'] ?? instanceIdAt(simulator, service);
      const login = { access_key: accessKey, secret_key: secretKey };
      return play({ service, instance_id, region: projectName, ...login, ...inputs }, setup);
    };
    try {
      await test({
        simulator,
        clock,
        play,
        run,
        mostAtOnce: network.mostAtOnce,
        runTargets: (targets, setup) =>
          run('rds', {
            ...setup,
            inputs: { service: '', instance_id: '', targets: targets.join('\n'), ...setup?.inputs },
          }),
      });
    } finally {
      await network.close();
    }
  });
}

/** The id of the service's simulated instance at this place. */
export function instanceIdAt({ instances }: Simulator, service: string, at = 0): string {
  const instance = instances.filter((candidate) => candidate.service === service)[at];
  if (instance === undefined) throw new Error(`the simulator has no instance ${at} of ${service}`);
  return instance.id;
}

/** Is true for requests of this kind. */
export const isFor =
  (operation: string) =>
  (request: RecordedRequest): boolean =>
    request.operation === operation;

/** An instance of no service at all. */
export const NOWHERE = `${'f'.repeat(32)}in07`;

/** The output `backups`. */
export const readEntries = ({ outputs }: Step): readonly Readonly<Record<string, unknown>>[] =>
  JSON.parse(outputs['backups'] ?? '[]');

export const operationsOf = ({ requests }: Step) => requests.map(({ operation }) => operation);
