import { CLOUDS } from '../../cloud/cloud.ts';
import {
  type CloudTarget,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
  findStsEndpoint,
} from '../../cloud/endpoint.ts';
import type { Problem } from '../../errors/request-errors.ts';
import type { ServiceId } from '../../model.ts';

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

/** What stands in the way of the addresses that the step needs. */
function listProblems(inputs: AddressInputs, target: CloudTarget): readonly Problem[] {
  const { services, hasProjectId, needsIam, needsSts } = inputs;
  const needed = [
    ...services.map((service) => findServiceEndpoint(service, target)),
    ...(hasProjectId && !needsIam ? [] : [findIamEndpoint(target)]),
    ...(needsSts ? [findStsEndpoint(target)] : []),
  ];
  return needed.flatMap((result) => ('problem' in result ? [result.problem] : []));
}

/** A login for one cloud must not go to the hosts of another, nor to hosts that nobody has. */
function findMismatch({ cloud, region }: CloudTarget): Problem | undefined {
  const own = findCloud({ region });
  if (cloud === undefined || own === undefined || own === cloud) return undefined;
  const problem = `is a region of ${CLOUDS[own].title}, and cloud says ${cloud}: change one of them, or give the endpoints`;
  return { input: 'region', problem };
}

/** Whether every address that the step needs can be told, and the project too. */
export function findAddressProblems(inputs: AddressInputs): readonly Problem[] {
  const { target, hasProjectId, hasProjectName } = inputs;
  const needsRegion = listProblems(inputs, { ...target, region: undefined }).length > 0;
  const mismatch = needsRegion ? findMismatch(target) : undefined;
  if (mismatch !== undefined) return [mismatch];
  const problems = [...listProblems(inputs, target)];
  if (problems.length === 0 && !hasProjectId && !hasProjectName) {
    const problem = 'is required: write it, or project_name, or the region';
    problems.push({ input: 'project_id', problem });
  }
  // Two addresses can miss the same input; the first to say so is enough.
  return problems.filter(
    ({ input }, index) => problems.findIndex((other) => other.input === input) === index,
  );
}
