import * as v from 'valibot';
import type { Problem } from '../../errors/request-errors.ts';
import { findAddressProblems } from './address-rules.ts';
import { inputFields } from './input-fields.ts';
import { findStartedMethods } from './login-methods.ts';
import { findLoginProblems } from './login-rules.ts';
import { findOrderRuleProblems } from './order-rules.ts';
import type { Endpoints } from './parse-endpoints.ts';
import type { Target } from './target-fields.ts';

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
