import type { Simulator } from '../../simulator/index.ts';
import { runStep, type Step, type StepSetup } from './run-step.ts';

/** An instance of no service at all. */
export const NOWHERE = `${'f'.repeat(32)}in07`;

/** The ids of the service's simulated instances. */
export const listInstanceIds = ({ instances }: Simulator, service: string): readonly string[] =>
  instances.filter((instance) => instance.service === service).map(({ id }) => id);

/** The id of the service's simulated instance at this place. */
export function instanceIdAt(simulator: Simulator, service: string, at: number): string {
  const id = listInstanceIds(simulator, service)[at];
  if (id === undefined) throw new Error(`the simulator has no instance ${at} of ${service}`);
  return id;
}

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

export const operationsOf = ({ requests }: Step) => requests.map(({ operation }) => operation);
