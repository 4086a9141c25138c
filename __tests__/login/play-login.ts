import type { RecordedRequest, Simulator } from '../../simulator/index.ts';
import type { Clock } from '../../src/index.ts';
import { type PlayedStep, type PlayedStepSetup, prepareStep } from '../support/play-step.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

export interface LoginSetup extends Pick<PlayedStepSetup, 'env' | 'debug'> {
  /** Replaces or, with an empty text, empties an input. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface LoginStep extends PlayedStep {
  readonly requests: readonly RecordedRequest[];
}

/** Inputs of a login that is not by keys. */
export const NO_KEYS = { access_key: '', secret_key: '' } as const;

/** Plays one step of TaurusDB in this process, with keys that the cloud knows; time passes only while it sleeps. */
export async function playLogin(
  simulator: Simulator,
  clock: Clock,
  { inputs, env = {}, debug = false }: LoginSetup = {},
): Promise<LoginStep> {
  const { account, endpoints, iamEndpoint } = simulator;
  const before = simulator.requests.length;
  const given = {
    service: 'taurusdb',
    instance_id: instanceIdAt(simulator, 'taurusdb'),
    region: 'eu-de',
    endpoint: endpoints['taurusdb'] ?? '',
    iam_endpoint: iamEndpoint,
    access_key: account.accessKey,
    secret_key: account.secretKey,
    ...inputs,
  };
  const step = await prepareStep(clock, { inputs: given, env, debug }).play();
  return { ...step, requests: simulator.requests.slice(before) };
}
