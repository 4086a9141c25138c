import { InputError, LookupError, type Problem } from '../errors/request-errors.ts';
import type { ServiceId } from '../model.ts';
import type { Limiter } from '../runtime/limiter.ts';
import { describeWrong, showValue } from '../runtime/text.ts';
import { isSameInstance } from '../services/fields.ts';
import { describeUnknownService, getService, serviceIds } from '../services/index.ts';
import type { Session } from '../session.ts';
import { findTimeProblems } from './deadline.ts';
import { findNode } from './instances.ts';

/** What to back up, and what to call it. */
export interface BackupOrder {
  /** Whose API is asked. */
  readonly service: ServiceId;
  /** The id from the console; `rds-v1` takes the instance’s as well as its primary node’s. */
  readonly instanceId: string;
  /** 4 to 64 letters, digits, `-` and `_`, starting with a letter. */
  readonly name: string;
  /** At most 256 characters, none of `> ! < " & ' =`, no line breaks. GeminiDB insists on one. */
  readonly description?: string | undefined;
  /** For `reuseExisting`: the names that other tries of the same work give it. Default: none but `name`. */
  readonly otherNames?: OtherNames | undefined;
  /** RDS only: back up these databases instead of the whole instance. */
  readonly databases?: readonly string[] | undefined;
}

/** Names that a caller makes up for one and the same backup. */
export interface OtherNames {
  /** Whether an earlier try may have given this one: a completed or running backup of it is taken. */
  isOne(name: string): boolean;
  /** The name after so many failed tries, where `name` itself is taken by one of them. */
  afterFailures(count: number): string;
}

/** @throws InputError with every problem of the order. */
export function checkOrder(order: BackupOrder): void {
  const problems = problemsOf(order);
  if (problems.length > 0) throw new InputError(problems);
}

export interface OrderNumbers {
  readonly concurrency: number;
  /** Milliseconds; not `Infinity` where the backups are waited for. */
  readonly timeoutMs: number;
  readonly busyTimeoutMs: number | undefined;
  readonly wait: boolean;
}

/** @throws InputError with every problem; an order's stand after its position */
export function checkOrders(orders: readonly BackupOrder[], numbers: OrderNumbers): void {
  // A list with holes is one of undefined.
  const found = Array.from(orders, (order) => ({ order, problems: problemsOf(order) }));
  const right = found.flatMap(({ order, problems }) => (problems.length === 0 ? [order] : []));
  const ofOrders = found.flatMap(({ order, problems }, at) =>
    (problems.length === 0 ? twinProblems(right, order) : problems).map(({ input, problem }) => ({
      input: input === 'order' ? `orders.${at}` : `orders.${at}.${input}`,
      problem,
    })),
  );
  const problems = [...ofOrders, ...numberProblems(numbers)];
  if (problems.length > 0) throw new InputError(problems);
}

/** What is wrong with a backup's name, for every service and cloud. */
export function findNameProblem(name: string): string | undefined {
  const bad = /[^A-Za-z0-9_-]/u.exec(name);
  if (bad) {
    return `${showValue(name)} has ${JSON.stringify(bad[0])} at position ${bad.index + 1}: write only letters (a to z), digits, - and _`;
  }
  if (!/^[A-Za-z]/.test(name)) return `${showValue(name)} must start with a letter (a to z)`;
  if (name.length < 4 || name.length > 64)
    return `${showValue(name)} has ${name.length} characters: write 4 to 64`;
  return undefined;
}

/** What is wrong with a description, for every service and cloud. */
export function findDescriptionProblem(text: string): string | undefined {
  const bad = /[>!<"&'=\r\n]/.exec(text);
  if (bad) {
    const what = /[\r\n]/.test(bad[0]) ? 'a line break' : bad[0];
    return `has ${what} at position ${bad.index + 1}: leave out > ! < " & ' = and line breaks, which no cloud takes here`;
  }
  return text.length > 256 ? `has ${text.length} characters: write at most 256` : undefined;
}

/** What is wrong with an instance's id: its suffix is nobody's business here. */
export function findInstanceIdProblem(id: string): string | undefined {
  return /^[A-Za-z0-9-]{1,64}$/.test(id)
    ? undefined
    : describeWrong(id, {
        isNot: 'is not an instance id',
        write: 'write the id from the console, letters, digits and - only',
      });
}

/** Rules that need more than one field. */
export function findOrderProblems(
  order: Pick<BackupOrder, 'service' | 'databases' | 'description'>,
): readonly Problem<'databases' | 'description'>[] {
  const { title, takesDatabases, needsDescription } = getService(order.service);
  const problems: Problem<'databases' | 'description'>[] = [];
  if (order.databases !== undefined && order.databases.length > 0 && !takesDatabases) {
    const problem = `${title} backs up whole instances only: leave it out, or use service rds`;
    problems.push({ input: 'databases', problem });
  }
  if (needsDescription && !order.description) {
    problems.push({ input: 'description', problem: `is required by ${title}: write one` });
  }
  return problems;
}

/** A program in JavaScript can give anything. */
function typeProblems(order: BackupOrder): readonly Problem[] {
  const anything: unknown = order;
  if (typeof anything !== 'object' || anything === null || Array.isArray(anything)) {
    return [{ input: 'order', problem: 'must be an object with service, instanceId and name' }];
  }
  const { service, instanceId, name, description = '', databases = [], otherNames } = order;
  const ofService = serviceIds.includes(service)
    ? []
    : [{ input: 'service', problem: describeUnknownService(service) }];
  const given = { instanceId, name, description };
  const noTexts = Object.entries(given).flatMap(([input, value]: [string, unknown]) =>
    typeof value === 'string' ? [] : [{ input, problem: 'must be a text' }],
  );
  const list: unknown = databases;
  const isList =
    Array.isArray(list) && list.every((name) => typeof name === 'string' && name !== '');
  const problem = 'must be a list of names, such as ["shop"]';
  const ofDatabases = isList ? [] : [{ input: 'databases', problem }];
  return [...ofService, ...noTexts, ...ofDatabases, ...namesProblems(otherNames)];
}

function namesProblems(names: OtherNames | undefined): readonly Problem[] {
  if (names === undefined) return [];
  const anything: Partial<OtherNames> | null = names;
  const functions = [anything?.isOne, anything?.afterFailures];
  return functions.every((one) => typeof one === 'function')
    ? []
    : [{ input: 'otherNames', problem: 'must have the functions isOne and afterFailures' }];
}

/** Everything that is wrong with an order. */
function problemsOf(order: BackupOrder): readonly Problem[] {
  const ofTypes = typeProblems(order);
  if (ofTypes.length > 0) return ofTypes;
  const { instanceId, name, description = '' } = order;
  const fields: readonly [string, string | undefined][] = [
    ['instanceId', findInstanceIdProblem(instanceId)],
    ['name', findNameProblem(name)],
    ['description', findDescriptionProblem(description)],
  ];
  const problems = fields.flatMap(([input, problem]) => (problem ? [{ input, problem }] : []));
  return [...problems, ...findOrderProblems(order)];
}

function numberProblems(numbers: OrderNumbers): readonly Problem[] {
  const { concurrency, timeoutMs, busyTimeoutMs, wait } = numbers;
  const problems: Problem[] = [];
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    problems.push({ input: 'concurrency', problem: 'must be a whole number, 1 or more' });
  }
  if (wait && timeoutMs === Number.POSITIVE_INFINITY) {
    problems.push({ input: 'timeoutMs', problem: 'must be a number of milliseconds' });
  }
  return [...problems, ...findTimeProblems({ timeoutMs, busyTimeoutMs })];
}

/** `orders`: those that are right by themselves; the ids of others may be no texts. */
function twinProblems(orders: readonly BackupOrder[], order: BackupOrder): readonly Problem[] {
  const first = orders.find(
    (other) => isInFamilyOf(other, order) && isSameInstance(other.instanceId, order.instanceId),
  );
  if (first === undefined || first === order) return [];
  return [{ input: 'instanceId', problem: 'is there twice: leave one out' }];
}

interface NodeLookup {
  readonly sessionOf: (order: BackupOrder) => Session;
  readonly limiter: Limiter;
  readonly stop: AbortSignal;
}

/**
 * Two orders can be for one instance, by its id and by its node's: then nothing is asked for.
 * Answers the orders that can't be told from others, by position, each with what its lookup met.
 * @throws InputError that names both, or the reason of `stop`
 */
export async function tellApart(
  orders: readonly BackupOrder[],
  look: NodeLookup,
): Promise<ReadonlyMap<number, unknown>> {
  const looks = await Promise.all(orders.map((order) => lookUpNode(orders, order, look)));
  look.stop.throwIfAborted();
  const problems = looks.flatMap(({ node }, at): readonly Problem[] => {
    if (node === undefined) return [];
    const twinAt = looks.findIndex(
      (other) => other.node !== undefined && isSameInstance(other.node, node),
    );
    const [order, twin] = [orders[at], orders[twinAt]];
    if (twinAt >= at || order === undefined || twin === undefined) return [];
    const name = ({ service, instanceId }: BackupOrder) => `${service} ${instanceId}`;
    const problem = `${name(order)} and ${name(twin)} (number ${twinAt + 1}) are one instance: leave one out`;
    return [{ input: `orders.${at}.instanceId`, problem }];
  });
  if (problems.length > 0) throw new InputError(problems, 'no backup was asked for');
  return new Map(looks.flatMap(({ error }, at) => (error === undefined ? [] : [[at, error]])));
}

/** The node by which an order is known beside those that name theirs; or why it can't be told. */
async function lookUpNode(
  orders: readonly BackupOrder[],
  order: BackupOrder,
  { sessionOf, limiter, stop }: NodeLookup,
): Promise<{ readonly node?: string; readonly error?: unknown }> {
  if (isByNode(order)) return { node: order.instanceId };
  const byNode = orders.find((other) => isByNode(other) && isInFamilyOf(other, order));
  if (byNode === undefined) return {};
  const { service } = byNode;
  const ref = { service, instanceId: order.instanceId };
  const look = () => findNode(sessionOf(order), ref, stop);
  try {
    return { node: await limiter.run(look, stop) };
  } catch (error) {
    // Another API than the order's own does not know the instance: then it is no twin there.
    return service !== order.service && error instanceof LookupError ? {} : { error };
  }
}

const isByNode = ({ service, instanceId }: BackupOrder) =>
  getService(service).primaryNode?.applies(instanceId) === false;

const isInFamilyOf = (one: BackupOrder, other: BackupOrder) => familyOf(one) === familyOf(other);

/** Services that reach the same instances are one here. */
const familyOf = ({ service }: BackupOrder) => getService(service).instancesOf ?? service;
