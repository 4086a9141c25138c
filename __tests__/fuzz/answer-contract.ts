/** What is wrong with a value that a parser let through: one line a breach. */
export type Breaches = readonly string[];

type Check = (value: unknown) => boolean;

export const isId: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value);

/** One line that shows, and that no runner takes for a command. */
export const isLine: Check = (value) =>
  typeof value === 'string' &&
  value.isWellFormed() &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) &&
  !value.trimStart().startsWith('::') &&
  !value.includes('##[');

const isStatus: Check = (value) =>
  ['BUILDING', 'COMPLETED', 'FAILED', 'DELETING', 'UNKNOWN'].some((word) => word === value);

const isTime: Check = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
  !Number.isNaN(Date.parse(value));

const isSize: Check = (value) =>
  typeof value === 'number' &&
  Number.isFinite(value) &&
  value >= 0 &&
  (value >= 1e15 || /^\d+(\.\d\d?)?$/.test(String(value)));

const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

const isPercent: Check = (value) => isCount(value) && Number(value) <= 100;

const isShort: Check = (value) => isLine(value) && String(value).length <= 60;

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const breachesOf = (value: unknown, checks: Readonly<Record<string, Check>>): Breaches => {
  if (typeof value !== 'object' || value === null) return ['it is no object'];
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(checks, key));
  const broken = Object.entries(checks).filter(([key, check]) => !check(Reflect.get(value, key)));
  return [...unknown, ...broken.map(([key]) => key)];
};

const state = { id: isId, status: isStatus, statusWord: optional(isShort) };

const isEngine: Check = (value) =>
  breachesOf(value, { type: isLine, version: optional(isLine) }).length === 0;

const record = {
  ...state,
  name: optional(isLine),
  instanceId: optional(isLine),
  type: optional(isLine),
  beginTime: optional(isTime),
  endTime: optional(isTime),
  sizeMb: optional(isSize),
  description: optional(isLine),
  engine: optional(isEngine),
  leastVolumeGb: optional(isCount),
  isBeginTimeZoned: (value: unknown) => typeof value === 'boolean',
};

const instance = {
  id: isId,
  name: optional(isLine),
  state: isLine,
  isFree: (value: unknown) => typeof value === 'boolean',
  isStuck: (value: unknown) => typeof value === 'boolean',
  isStateKnown: (value: unknown) => typeof value === 'boolean',
  engine: optional(isLine),
  isReplica: (value: unknown) => ['boolean', 'undefined'].includes(typeof value),
  nodeIds: listOf(isId),
  primaryNodeId: optional(isId),
  listed: (value: unknown) => typeof value === 'function',
};

/** The contract of each call's answer, in the library's terms. */
export const contracts: Readonly<Record<string, (value: unknown) => Breaches>> = {
  create: (value) =>
    breachesOf(value, { ...state, jobId: optional(isId), beginTime: optional(isTime) }),
  list: (value) =>
    breachesOf(value, {
      backups: listOf((entry) => breachesOf(entry, record).length === 0),
      totalCount: optional(isCount),
    }),
  job: (value) =>
    breachesOf(value, {
      status: (word) => ['running', 'completed', 'failed', 'unknown'].some((one) => one === word),
      percent: optional(isPercent),
      failReason: optional(isLine),
    }),
  delete: (value) => (value === undefined ? [] : ['it is something']),
  instances: (value) =>
    breachesOf(value, {
      instances: listOf((entry) => breachesOf(entry, instance).length === 0),
      totalCount: optional(isCount),
    }),
};
