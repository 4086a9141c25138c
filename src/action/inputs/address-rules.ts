import {
  type CloudTarget,
  findIamEndpoint,
  findServiceEndpoint,
  findStsEndpoint,
} from '../../cloud/endpoint.ts';
import type { Problem } from '../../errors/input-error.ts';
import type { ServiceId } from '../../services/index.ts';

export interface AddressInputs {
  /** Empty where the input itself is wrong: then nothing can be said about an address. */
  readonly services: readonly ServiceId[];
  readonly target: CloudTarget;
  readonly hasProjectId: boolean;
  /** Whether the project can be looked up by a name: its own or the region's. */
  readonly hasProjectName: boolean;
  /** Whether logging in needs them. */
  readonly needsIam: boolean;
  readonly needsSts: boolean;
}

/** Whether every address that the step needs can be told, and the project too. */
export function findAddressProblems(inputs: AddressInputs): readonly Problem[] {
  const { services, target, hasProjectId, hasProjectName, needsIam, needsSts } = inputs;
  const needed = [
    ...services.map((service) => findServiceEndpoint(service, target)),
    ...(hasProjectId && !needsIam ? [] : [findIamEndpoint(target)]),
    ...(needsSts ? [findStsEndpoint(target)] : []),
  ];
  const problems = needed.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length === 0 && !hasProjectId && !hasProjectName) {
    const problem = 'is required: write it, or project_name, or the region';
    problems.push({ input: 'project_id', problem });
  }
  // Two addresses can miss the same input; the first to say so is enough.
  return problems.filter(
    ({ input }, index) => problems.findIndex((other) => other.input === input) === index,
  );
}
