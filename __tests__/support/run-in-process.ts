import type { Dispatcher } from 'undici';
import type { Simulator } from '../../simulator/index.ts';
import type { Clock, Timeouts } from '../../src/index.ts';
import { type PlayedStep, prepareStep } from './play-step.ts';

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
  { account, endpoints, iamEndpoint, instances }: Simulator,
  clock: Clock,
  { service, inputs, ...setup }: InProcessSetup,
): Promise<PlayedStep> {
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
  return await prepareStep(clock, { ...setup, inputs: given }).play();
}
