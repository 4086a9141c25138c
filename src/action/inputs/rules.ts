import * as v from 'valibot';
import { findOrderProblems } from '../../backup/order.ts';
import { CLOUDS } from '../../cloud/clouds.ts';
import {
  type CloudTarget,
  findCloud,
  findIamEndpoint,
  findServiceEndpoint,
  findStsEndpoint,
} from '../../cloud/endpoints.ts';
import type { Problem } from '../../errors/request-errors.ts';
import type { ServiceId } from '../../model.ts';
import { serviceIds } from '../../services/index.ts';
import type { Endpoints } from './field-parsers.ts';
import { inputFields } from './fields.ts';
import { findLoginProblems, findStartedMethods } from './login.ts';
import type { Target } from './targets.ts';

/** The values of the inputs by name; an absent key is an empty input. */
const rawInputs = v.record(v.string(), v.string());

/** A field's value when it is right; a wrong one has its own issue and is no use to a rule. */
function valid<Value>(schema: v.GenericSchema<string | undefined, Value>, text?: string) {
  const result = v.safeParse(schema, text);
  return result.success ? result.output : undefined;
}

/** Those that can be told without asking the cloud; one that is known by its name alone has no id yet. */
export function readTargets(raw: Readonly<Record<string, string>>): readonly Target[] {
  const targets = valid(inputFields.targets, raw['targets']);
  if (targets !== undefined) return targets;
  const service = valid(inputFields.service, raw['service']);
  if (service === undefined) return [];
  const ids = valid(inputFields.instance_id, raw['instance_id']) ?? [''];
  return ids.map((instanceId) => ({ service, instanceId }));
}

function findSharedEndpointProblem(
  endpoint: Endpoints | undefined,
  services: readonly string[],
): readonly Problem[] {
  if (endpoint?.any === undefined || services.length < 2) return [];
  const problem = `is one address for ${services.length} services: write lines like ${services[0]}=https://host`;
  return [{ input: 'endpoint', problem }];
}

function findRuleProblems(raw: v.InferOutput<typeof rawInputs>): readonly Problem[] {
  const given = (name: string) => raw[name] !== undefined;
  const cloud = valid(inputFields.cloud, raw['cloud']);
  const region = valid(inputFields.region, raw['region']);
  const targets = readTargets(raw);
  const services = [...new Set(targets.map(({ service }) => service))];
  const endpoint = valid(inputFields.endpoint, raw['endpoint']);
  const iamEndpoint = valid(inputFields.iam_endpoint, raw['iam_endpoint']);
  const databases = valid(inputFields.databases, raw['databases']);
  const any = Object.fromEntries(
    services.flatMap((service) => (endpoint?.any ? [[service, endpoint.any]] : [])),
  );
  const wait = valid(inputFields.wait, raw['wait']);
  // Where an input is given and wrong, its own problem is told; what would follow from it is not.
  const isWrong = (name: string) =>
    given(name) && { cloud, region, endpoint, iam_endpoint: iamEndpoint }[name] === undefined;
  const methods = findStartedMethods(given);
  const needsIam = given('agency_name') || methods.some((method) => method.needsIam);
  const target = { cloud, region, endpoints: { ...endpoint?.byService, ...any } };
  const targetProblems = findAddressProblems({
    services: isWrong('endpoint') ? [] : services,
    target: { ...target, iamEndpoint, stsEndpoint: raw['sts_endpoint'] },
    hasProjectId: given('project_id') || isWrong('iam_endpoint'),
    hasProjectName: given('project_name') || given('region'),
    needsIam: needsIam && !isWrong('iam_endpoint'),
    needsSts: methods.some(({ kind }) => kind === 'sts'),
  });
  return [
    ...findOrderRuleProblems({ given, targets, databases, wait }),
    ...findSharedEndpointProblem(endpoint, services),
    ...targetProblems.filter(
      ({ input }) => !(['cloud', 'region'].includes(input) && isWrong(input)),
    ),
    ...findLoginProblems(given),
  ];
}

const rules = v.pipe(
  rawInputs,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value;
    for (const { input: key, problem } of findRuleProblems(input)) {
      addIssue({
        message: problem,
        path: [{ type: 'object', origin: 'value', input, key, value: '' }],
      });
    }
  }),
  v.transform(() => ({})),
);

/** Every rule about the inputs; an issue's path is the input's name. */
export const inputSchema = v.intersect([v.object(inputFields), rules]);

export type Inputs = v.InferOutput<typeof inputSchema>;

/** What the order's inputs hold; `undefined` for what is not given or wrong by itself. */
export interface OrderInputs {
  readonly given: (input: string) => boolean;
  readonly targets: readonly Target[];
  readonly databases: readonly string[] | undefined;
  /** Whether the step waits for completion. */
  readonly wait: boolean | undefined;
}

const ONE_SERVICE = ['service', 'instance_id', 'instance_name'];

function findWhichProblems({ given }: OrderInputs): readonly Problem[] {
  const also = ONE_SERVICE.filter(given);
  if (given('targets')) {
    const problem = `names services and instances by itself: leave out ${also.join(' and ')}, or targets`;
    return also.length > 0 ? [{ input: 'targets', problem }] : [];
  }
  const problems: Problem[] = [];
  if (!given('service')) {
    const problem = `is required: write one of ${serviceIds.join(', ')}; or targets for several`;
    problems.push({ input: 'service', problem });
  }
  if (!given('instance_id') && !given('instance_name')) {
    const problem =
      'is required: write the id of the instance, from the console; or its name, as instance_name';
    problems.push({ input: 'instance_id', problem });
  }
  return problems;
}

/** What means something for one instance only. */
function findSingleProblems({ given, targets, databases }: OrderInputs): readonly Problem[] {
  if (targets.length < 2) return [];
  const problems: Problem[] = [];
  if (given('instance_name')) {
    const problem = 'is the name of one instance, and instance_id has several: leave it out';
    problems.push({ input: 'instance_name', problem });
  }
  if (databases !== undefined && databases.length > 0) {
    const problem = 'are those of one instance: leave it out, or back up one instance in this step';
    problems.push({ input: 'databases', problem });
  }
  return problems;
}

function findRetentionProblems({ given, wait }: OrderInputs): readonly Problem[] {
  if (!given('keep_last')) return [];
  const problems: Problem[] = [];
  if (given('name')) {
    const problem =
      'knows this workflow’s backups by their default names: leave out name, or keep_last';
    problems.push({ input: 'keep_last', problem });
  }
  if (wait === false) {
    const problem = 'deletes only after a completed backup: leave out wait: false, or keep_last';
    problems.push({ input: 'keep_last', problem });
  }
  return problems;
}

/** Which instances are meant, and what else is asked for them. */
function findOrderRuleProblems(inputs: OrderInputs): readonly Problem[] {
  const { targets, databases } = inputs;
  const services = [...new Set(targets.map(({ service }) => service))];
  const ofServices = services.flatMap((service) =>
    findOrderProblems({ service, databases, description: 'a default' }),
  );
  const [first] = ofServices;
  return [
    ...findWhichProblems(inputs),
    ...(targets.length < 2 && first ? [first] : []),
    ...findSingleProblems(inputs),
    ...findRetentionProblems(inputs),
  ];
}

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
function findAddressProblems(inputs: AddressInputs): readonly Problem[] {
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
