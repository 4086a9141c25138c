import { findInstanceIdProblem } from '../../backup/order.ts';
import type { ServiceId } from '../../model.ts';
import { describeWrong, findSlip, showValue, unicodeExpression } from '../../runtime/text.ts';
import {
  describeUnknownService,
  findServiceBySuffix,
  findServiceId,
  serviceIds,
} from '../../services/index.ts';
import { type Parsed, parsedField } from './field-parsers.ts';

/** An instance that is known by its id, and the service that it belongs to. */
export interface InstanceById {
  readonly service: ServiceId;
  readonly instanceId: string;
}

/** One that is known by the input of its name alone: the cloud has to tell its id. */
interface InstanceByName {
  readonly service: ServiceId;
  readonly instanceId: undefined;
}

/** An instance that is meant. */
export type Target = InstanceById | InstanceByName;

export const hasId = (target: Target): target is InstanceById => target.instanceId !== undefined;

/** The inputs that tell which instances are meant; `undefined` for a wrong one too. */
interface TargetInputs {
  readonly targets?: readonly InstanceById[] | undefined;
  readonly service?: ServiceId | undefined;
  readonly instance_id?: readonly string[] | undefined;
}

/** Those that can be told without asking the cloud. */
export function listTargets({
  targets,
  service,
  instance_id: ids,
}: TargetInputs): readonly Target[] {
  if (targets !== undefined) return targets;
  if (service === undefined) return [];
  if (ids === undefined) return [{ service, instanceId: undefined }];
  return ids.map((instanceId) => ({ service, instanceId }));
}

/** One a line, or with commas. */
const splitList = (text: string): readonly string[] =>
  text
    .split(/[\r\n,]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);

/** The position of an entry that was there before; below 0 for none. */
const findTwice = (list: readonly string[]) =>
  list.findIndex((entry, index) => list.indexOf(entry) !== index);

/** An id in capitals is the same id. */
const findSameId = (ids: readonly string[]) => findTwice(ids.map((id) => id.toLowerCase()));

const describeTwice = (id: string | undefined, at: number) => ({
  problem: `(number ${at + 1}) ${id} is there twice: leave one out`,
});

/** What is wrong with the entries of a list, all of them at once; `undefined`: nothing. */
function joinProblems(problems: readonly (string | undefined)[]): string | undefined {
  const numbered = problems.flatMap((problem, at) =>
    problem === undefined ? [] : [`(number ${at + 1}) ${problem}`],
  );
  return numbered.length === 0 ? undefined : numbered.join('; ');
}

/** Every id that pages show has a stretch of its 32 hex digits; names hardly ever have one. */
const isLikeName = (text: string) =>
  text.length >= 4 && !/[0-9a-f]{8}/i.test(text) && !/^[-*#]|["'`[\]{}]|\s#/.test(text);

/** What is wrong with an id, or with what stands in its place. */
function findIdProblem(text: string): string | undefined {
  if (!isLikeName(text)) return findInstanceIdProblem(text);
  return `${showValue(text)} is a name, and not the id of an instance: write the id, from the console; one instance’s name can be given as the instance name`;
}

/** A list as other files have them, which is one text here. */
const BRACKETS = 'has brackets around it: leave them out, and write one a line, or with commas';

export const serviceField = parsedField((text): Parsed<ServiceId> => {
  const value = findServiceId(text);
  return value === undefined ? { problem: describeUnknownService(text) } : { value };
});

export const databasesField = parsedField((text): Parsed<readonly string[]> => {
  const value = splitList(text);
  const twice = value[findTwice(value)];
  return twice === undefined
    ? { value }
    : { problem: `names the database ${showValue(twice)} twice: leave one out` };
});

export const instanceIdsField = parsedField((text): Parsed<readonly string[]> => {
  const value = splitList(text);
  if (value.length === 0) return { problem: 'has no id: write the id of the instance' };
  const twice = findSameId(value);
  if (/^\[.*\]$/s.test(text)) return { problem: `${showValue(text)} ${BRACKETS}` };
  if (twice >= 0) return describeTwice(value[twice], twice);
  const problems = value.map(findIdProblem);
  const problem = value.length === 1 ? problems[0] : joinProblems(problems);
  return problem === undefined ? { value } : { problem };
});

/** A line such as `rds ID`, `rds=ID` or the id alone says what is meant all the same. */
function describeNoColon(entry: string): string {
  const [, word = '', rest = ''] = /^(\S+?)\s*[\s=]\s*(\S+)$/.exec(entry) ?? [];
  const service = findServiceId(word);
  if (service !== undefined) return `${showValue(entry)} has no colon: write ${service}:${rest}`;
  const { id } = findServiceBySuffix(entry) ?? {};
  const isId = id !== undefined && findIdProblem(entry) === undefined;
  return describeWrong(entry, {
    isNot: 'does not start with a service and a colon',
    write: isId
      ? `write ${id}:${entry}`
      : `write a line like rds:instance_id, with one of ${serviceIds.join(', ')} in front`,
  });
}

function parseTarget(entry: string): Parsed<InstanceById> {
  const at = entry.indexOf(':');
  const word = entry.slice(0, at).trim();
  const service = findServiceId(word);
  if (at < 0) return { problem: describeNoColon(entry) };
  if (service === undefined) {
    // A mark in front is the line's, and anything else the service's.
    const slip = /^[-*#]/.test(entry) ? findSlip(entry) : undefined;
    return { problem: slip ?? describeUnknownService(word) };
  }
  const instanceId = entry.slice(at + 1).trim();
  const problem = findIdProblem(instanceId);
  return problem === undefined ? { value: { service, instanceId } } : { problem };
}

/** Lines of `service:instance_id`. */
export const targetsField = parsedField((text): Parsed<readonly InstanceById[]> => {
  if (/^\[.*\]$/s.test(text)) return { problem: `${showValue(text)} ${BRACKETS}` };
  const entries = splitList(text).map(parseTarget);
  if (entries.length === 0) return { problem: 'has no line: write lines like rds:instance_id' };
  const problem = joinProblems(
    entries.map((entry) => ('problem' in entry ? entry.problem : undefined)),
  );
  if (problem !== undefined) return { problem };
  const value = entries.flatMap((entry) => ('value' in entry ? [entry.value] : []));
  // Two services can know the same instance: it takes one backup at a time all the same.
  const twice = findSameId(value.map(({ instanceId }) => instanceId));
  return twice < 0 ? { value } : describeTwice(value[twice]?.instanceId, twice);
});

/** A name as some lists filter by it: a leading `*` would ask them for parts of names. */
export const instanceNameField = parsedField(
  (text): Parsed<string> =>
    unicodeExpression('^[^*\\p{C}][^\\p{C}]{0,127}$').test(text)
      ? { value: text }
      : {
          problem: `${showValue(text)} is not the name of an instance: write it as the console shows it`,
        },
);
