import { findOrderProblems } from '../../backup/order.ts';
import { CLOUDS } from '../../cloud/clouds.ts';
import {
  type CloudTarget,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
  findStsEndpoint,
} from '../../cloud/endpoints.ts';
import { advice, option } from '../../errors/advice.ts';
import type { ServiceId } from '../../model.ts';
import { serviceIds } from '../../services/index.ts';
import { listEndpoints } from './field-parsers.ts';
import { type InputName, inputFields, parseFields, type RightInputs } from './fields.ts';
import {
  findLoginProblems,
  type LoginMethod,
  type LoginSetting,
  listInputs,
  startedMethods,
} from './login.ts';
import type { InputProblem } from './problems.ts';
import { listTargets, type Target } from './targets.ts';

/** The inputs as far as they are right by themselves, and what follows from them. */
export interface InputFacts {
  readonly inputs: RightInputs;
  /** The instances that are meant, as far as that can be told without asking the cloud. */
  readonly targets: readonly Target[];
  /** Theirs, each once. */
  readonly services: readonly ServiceId[];
  /** The ways to log in that something was given for. */
  readonly methods: readonly LoginMethod[];
  /** Whether it was given, right or wrong. */
  readonly given: (input: InputName) => boolean;
  readonly setting: LoginSetting;
  /** Its own problem is told; what would follow from it is not. */
  readonly isWrong: (input: InputName) => boolean;
}

const ORDER = Object.keys(inputFields);

/** Parses each text that was given, and holds them beside each other. Problems are in the order of action.yml. */
export function checkInputs(texts: Readonly<Record<string, string>>, setting: LoginSetting) {
  const { values: inputs, problems: wrong } = parseFields(texts);
  const targets = listTargets(inputs);
  const given = (input: InputName) => texts[input] !== undefined;
  const facts: InputFacts = {
    inputs,
    targets,
    services: [...new Set(targets.map(({ service }) => service))],
    methods: startedMethods(given),
    given,
    setting,
    isWrong: (input) => given(input) && inputs[input] === undefined,
  };
  const problems = [...wrong, ...findRuleProblems(facts)].sort(
    (a, b) => ORDER.indexOf(a.input) - ORDER.indexOf(b.input),
  );
  return { facts, problems };
}

/** Every rule about more than one input. */
const findRuleProblems = (facts: InputFacts): readonly InputProblem[] => [
  ...findOrderRuleProblems(facts),
  ...findSharedEndpointProblem(facts),
  ...findAddressProblems(facts),
  ...findLoginProblems(facts.given, facts.setting),
];

const ONE_SERVICE = ['service', 'instance_id', 'instance_name'] as const;

function findWhichProblems({ given }: InputFacts): readonly InputProblem[] {
  const also = ONE_SERVICE.filter(given);
  if (given('targets')) {
    const problem = advice`names services and instances by itself: leave out ${listInputs(also)}, or ${option('targets')}`;
    return also.length > 0 ? [{ input: 'targets', problem }] : [];
  }
  const problems: InputProblem[] = [];
  if (!given('service')) {
    const problem = advice`is required: write one of ${serviceIds.join(', ')}; or ${option('targets')} for several`;
    problems.push({ input: 'service', problem });
  }
  if (!given('instance_id') && !given('instance_name')) {
    const problem = advice`is required: write the id of the instance, from the console; or its name, as ${option('instance_name')}`;
    problems.push({ input: 'instance_id', problem });
  }
  return problems;
}

/** What means something for one instance only. */
function findSingleProblems({
  given,
  targets,
  inputs,
  setting,
}: InputFacts): readonly InputProblem[] {
  if (targets.length < 2) return [];
  const problems: InputProblem[] = [];
  if (given('instance_name')) {
    const problem = advice`is the name of one instance, and ${option('instance_id')} has several: leave it out`;
    problems.push({ input: 'instance_name', problem });
  }
  if (inputs.databases !== undefined && inputs.databases.length > 0) {
    const problem = `are those of one instance: leave it out, or back up one instance in this ${setting.words.work}`;
    problems.push({ input: 'databases', problem });
  }
  return problems;
}

function findRetentionProblems({ given, inputs, setting }: InputFacts): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  for (const input of (['keep_last', 'keep_days'] as const).filter(given)) {
    if (given('name')) {
      const problem = advice`knows ${setting.words.whose} backups by their default names: leave out ${option('name')}, or ${option(input)}`;
      problems.push({ input, problem });
    }
    if (inputs.wait === false) {
      const problem = advice`deletes only after a completed backup: leave out ${option('wait', 'false')}, or ${option(input)}`;
      problems.push({ input, problem });
    }
  }
  return problems;
}

/** Which instances are meant, and what else is asked for them. */
function findOrderRuleProblems(facts: InputFacts): readonly InputProblem[] {
  const { services, targets } = facts;
  const { databases } = facts.inputs;
  const ofServices = services.flatMap((service) =>
    findOrderProblems({ service, databases, description: 'a default' }),
  );
  const [first] = ofServices;
  return [
    ...findWhichProblems(facts),
    ...(targets.length < 2 && first ? [first] : []),
    ...findSingleProblems(facts),
    ...findRetentionProblems(facts),
  ];
}

function findSharedEndpointProblem({ inputs, services }: InputFacts): readonly InputProblem[] {
  if (inputs.endpoint?.any === undefined || services.length < 2) return [];
  const problem = `is one address for ${services.length} services: write lines like ${services[0]}=https://host`;
  return [{ input: 'endpoint', problem }];
}

/** Which addresses the task needs. */
interface AddressNeeds {
  /** None where the input itself is wrong: then nothing can be said about an address. */
  readonly services: readonly ServiceId[];
  readonly needsIam: boolean;
  readonly needsSts: boolean;
}

/** What stands in the way of them. */
function listMissing(needs: AddressNeeds, target: CloudTarget): readonly InputProblem[] {
  const needed = [
    ...needs.services.map((service) => findServiceEndpoint(service, target)),
    ...(needs.needsIam ? [findIamEndpoint(target)] : []),
    ...(needs.needsSts ? [findStsEndpoint(target)] : []),
  ];
  return needed.flatMap((result) => ('problem' in result ? [result.problem] : []));
}

/** A login for one cloud must not go to the hosts of another, nor to hosts that nobody has. */
function findMismatch({ cloud, region }: CloudTarget): InputProblem | undefined {
  const own = findCloud({ region });
  if (cloud === undefined || own === undefined || own === cloud) return undefined;
  const problem = `is a region of ${CLOUDS[own].title}, and cloud says ${cloud}: change one of them, or give the endpoints`;
  return { input: 'region', problem };
}

/** Whether every address that the task needs can be told, and the project too. */
function findAddressProblems(facts: InputFacts): readonly InputProblem[] {
  const { inputs, services, methods, given, isWrong } = facts;
  const { cloud, region, endpoint, iam_endpoint: iamEndpoint, sts_endpoint: stsEndpoint } = inputs;
  const target = {
    cloud,
    region,
    endpoints: listEndpoints(endpoint, services),
    iamEndpoint,
    stsEndpoint,
  };
  const asksIam = given('agency_name') || methods.some(({ from }) => from === 'IAM');
  const needs = {
    services: isWrong('endpoint') ? [] : services,
    needsIam: (asksIam || !given('project_id')) && !isWrong('iam_endpoint'),
    needsSts: methods.some(({ from }) => from === 'STS') && !isWrong('sts_endpoint'),
  };
  const needsRegion = listMissing(needs, { ...target, region: undefined }).length > 0;
  const mismatch = needsRegion ? findMismatch(target) : undefined;
  const problems = mismatch === undefined ? [...listMissing(needs, target)] : [mismatch];
  const isProjectTold = (['project_id', 'project_name', 'region'] as const).some(given);
  if (problems.length === 0 && !isProjectTold && !isWrong('iam_endpoint')) {
    const problem = advice`is required: write it, or ${option('project_name')}, or the ${option('region')}`;
    problems.push({ input: 'project_id', problem });
  }
  const wrong = (['cloud', 'region'] as const).filter(isWrong);
  // Two addresses can miss the same input; the first to say so is enough.
  return problems.filter(
    ({ input }, index) =>
      !wrong.some((name) => name === input) &&
      problems.findIndex((other) => other.input === input) === index,
  );
}
