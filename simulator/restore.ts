import { backupState } from './backup-record.ts';
import { Refusal } from './errors.ts';
import { makeInstance } from './new-instance.ts';
import type { Cloud } from './options.ts';
import { bodyFields, requiredObject, requiredText } from './request-fields.ts';
import { type Call, documentedRoute, type Route } from './route.ts';
import type { InstanceDetails, SimulatedInstance } from './state.ts';
import { type Answer, isJsonObject, type JsonObject } from './wire.ts';

/** What the page of a service says of the body that restores a backup to a new instance. */
export interface RestoreRules {
  /** Mandatory fields, by their paths. */
  readonly mandatory: readonly string[];
  readonly optional: readonly string[];
  /** The field with the restore point, and what stands there besides the backup's id. */
  readonly point: { readonly field: string; readonly instance?: string };
  /** Fields that are numbers; all others are texts. */
  readonly numbers?: readonly string[];
  /** Fields that clients send as numbers, others as texts. */
  readonly either?: readonly string[];
  /** Fields that are true or false. */
  readonly flags?: readonly string[];
  /** The words that fields take. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Further patterns, for texts. */
  readonly forms?: Readonly<Record<string, RegExp>>;
  /** Where whole numbers have to lie, whether they come as numbers or as texts. */
  readonly ranges?: Readonly<Record<string, Range>>;
  /** The special characters of a password, and of how many of the four kinds it has to be. */
  readonly password: { readonly special: string; readonly kinds: 3 | 4 };
  /** What the page says of fields together; answers what is wrong. */
  readonly check?: (
    body: JsonObject,
    original: SimulatedInstance | undefined,
  ) => string | undefined;
  /** Whether the answer is the instance itself; otherwise it is a member of it. */
  readonly isFlat?: boolean;
  readonly status?: 201 | 202;
}

/** The numbers that a field takes. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** They are multiples of it. */
  readonly step?: number;
}

/**
 * The create-instance call, for restores alone: without its restore point the clouds would make an
 * empty instance, which is never wanted here.
 */
export const restoreRoute = (rules: Readonly<Partial<Record<Cloud, RestoreRules>>>): Route => ({
  ...documentedRoute('restore', 'POST /v3/{project_id}/instances', (call) =>
    restore(call, rules[call.state.settings.cloud]),
  ),
  ...(rules.otc === undefined ? { onlyOn: 'huaweicloud' } : {}),
});

function restore(call: Call, rules: RestoreRules | undefined): Answer {
  if (rules === undefined) throw new Refusal('unknownApi');
  const body = bodyFields(call);
  const point = requiredObject(body, rules.point.field);
  checkFields(body, rules);
  const name = requiredText(body, 'name');
  if (!/^[A-Za-z][A-Za-z0-9_-]{3,63}$/.test(name)) throw new Refusal('badName', name);
  if (body['password'] !== undefined) checkPassword(requiredText(body, 'password'), rules);
  const originalId = checkPoint(call, point, rules);
  const original = call.state.instances.find(({ id }) => id === originalId);
  const problem = rules.check?.(body, original);
  if (problem !== undefined) throw new Refusal('badRequest', problem);
  const backupId = requiredText(point, 'backup_id');
  const details = original && settledBy(body, original.details);
  const { isFlat, status } = rules;
  return makeInstance(call, { name, originalId, backupId, details, isFlat, status });
}

/** What the body says of the new instance, where its page has the field. */
function settledBy(body: JsonObject, original: InstanceDetails): InstanceDetails {
  const { volume, availability_zone: zones, flavor_ref: flavor, port } = body;
  const disk = isJsonObject(volume) ? volume : {};
  return {
    ...original,
    ...(typeof flavor === 'string' && { flavor }),
    ...(typeof zones === 'string' && { zones: zones.split(',') }),
    ...(port !== undefined && { port: String(port) }),
    ...(typeof disk['type'] === 'string' && { volumeType: disk['type'] }),
    ...(typeof disk['size'] === 'number' && { volumeSizeGb: disk['size'] }),
  };
}

function checkFields(body: JsonObject, rules: RestoreRules): void {
  const leaves = leavesOf(body);
  const known = [...rules.mandatory, ...rules.optional];
  for (const [field, value] of leaves) {
    if (!known.includes(field)) throw new Refusal('badRequest', `${field} is unknown`);
    if (field !== 'name' && field !== 'password') checkValue(field, value, rules);
  }
  const fields = new Set(leaves.map(([field]) => field));
  for (const field of rules.mandatory) {
    if (!fields.has(field)) throw new Refusal('badRequest', `${field} is missing`);
  }
  checkTags(body['tags']);
}

/** The fields by their paths; members of lists have no numbers. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, `${path}[]`));
  if (!isJsonObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** Tags are checked as a whole. */
const FREE_TEXT = /^tags\[\]\.(key|value)$/;

function checkValue(field: string, value: unknown, rules: RestoreRules): void {
  const { ranges } = rules;
  const range = ranges?.[field];
  const isRight = range === undefined || isWithin(value, range);
  if (isRight && hasForm(field, value, rules)) return;
  throw new Refusal('badRequest', `${field} is ${JSON.stringify(value)}`);
}

function hasForm(field: string, value: unknown, rules: RestoreRules): boolean {
  const { numbers = [], either = [], flags = [] } = rules;
  if (flags.includes(field)) return typeof value === 'boolean';
  if (numbers.includes(field) || (either.includes(field) && typeof value === 'number')) {
    return typeof value === 'number' && Number.isInteger(value) && value >= 0;
  }
  return typeof value === 'string' && isText(field, value, rules);
}

function isText(field: string, value: string, { words, forms }: RestoreRules): boolean {
  if (FREE_TEXT.test(field)) return true;
  const known = words?.[field];
  if (known !== undefined) return known.includes(value);
  return /^[\w .:+,()/-]+$/.test(value) && forms?.[field]?.test(value) !== false;
}

function isWithin(value: unknown, { least, most, step = 1 }: Range): boolean {
  const number = Number(value);
  return Number.isInteger(number) && number >= least && number <= most && number % step === 0;
}

/** By the pages: 20 at most, of letters, digits and a few signs. */
function checkTags(tags: unknown): void {
  if (tags === undefined) return;
  const isTag = (tag: unknown) =>
    isJsonObject(tag) &&
    /^[\p{L}\p{N} _.:=+@-]{1,128}$/u.test(requiredText(tag, 'key')) &&
    /^[\p{L}\p{N} _.:=+@-]{0,255}$/u.test(requiredText(tag, 'value'));
  if (Array.isArray(tags) && tags.length <= 20 && tags.every(isTag)) return;
  throw new Refusal('badRequest', 'tags are too many, or have other characters');
}

function checkPassword(password: string, { password: { special, kinds } }: RestoreRules): void {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
  const isTaken = [...password].every((one) => /[A-Za-z0-9]/.test(one) || special.includes(one));
  const found = classes.filter((one) => one.test(password)).length;
  if (isTaken && found >= kinds && password.length >= 8 && password.length <= 32) return;
  throw new Refusal('badRequest', 'password is too weak, or has other characters');
}

/** The backup has to be there, completed, and of the instance that is named, which need not exist. */
function checkPoint(call: Call, point: JsonObject, { point: { instance } }: RestoreRules): string {
  const id = requiredText(point, 'backup_id');
  const { host } = call.service;
  const backup = call.state.backups.find((one) => one.host === host && one.id === id);
  if (backup === undefined || backupState(backup, call.nowMs) !== 'COMPLETED') {
    throw new Refusal('backupMissing', id);
  }
  if (point['type'] !== undefined && point['type'] !== 'backup') throw new Refusal('badRequest');
  if (instance !== undefined && requiredText(point, instance) !== backup.instanceId) {
    throw new Refusal('instanceMissing');
  }
  return backup.instanceId;
}
