import { backupState } from './backup-record.ts';
import { cloudId, uuid } from './backups.ts';
import { Refusal } from './errors.ts';
import type { Cloud } from './options.ts';
import { bodyFields, requiredObject, requiredText } from './request-fields.ts';
import { type Call, documentedRoute, type Route } from './route.ts';
import { type Answer, isJsonObject, type JsonObject, jsonAnswer } from './wire.ts';

/** What the page of a service says of the body that restores a backup to a new instance. */
export interface RestoreRules {
  /** Mandatory fields, by their paths. */
  readonly mandatory: readonly string[];
  readonly optional: readonly string[];
  /** The field with the restore point, and what stands there besides the backup's id. */
  readonly point: { readonly field: string; readonly instance?: string };
  /** The words that fields take. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Further patterns, for texts. */
  readonly forms?: Readonly<Record<string, RegExp>>;
  /** The special characters of a password, and of how many of the four kinds it has to be. */
  readonly password: { readonly special: string; readonly kinds: 3 | 4 };
  /** Whether the answer is the instance itself; otherwise it is a member of it. */
  readonly isFlat?: boolean;
  readonly status?: 201 | 202;
}

/**
 * The create-instance call, for restores alone: without its restore point the clouds would make an
 * empty instance, which nobody here wants. The new instance is not listed.
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
  checkPoint(call, point, rules);
  const id = cloudId(call.state, 'instance', call.service.instances[0]?.id.slice(32));
  const made = { id, name, status: rules.isFlat ? 'creating' : 'BUILD' };
  const jobId = { job_id: uuid(call.state, 'job') };
  return jsonAnswer(
    rules.status ?? 202,
    rules.isFlat ? { ...made, ...jobId } : { instance: made, ...jobId },
  );
}

function checkFields(body: JsonObject, rules: RestoreRules): void {
  const fields = new Map(leavesOf(body));
  const known = [...rules.mandatory, ...rules.optional];
  for (const [field, value] of fields) {
    if (!known.includes(field)) throw new Refusal('badRequest', `${field} is unknown`);
    if (field !== 'name' && field !== 'password') checkValue(field, value, rules);
  }
  for (const field of rules.mandatory) {
    if (!fields.has(field)) throw new Refusal('badRequest', `${field} is missing`);
  }
}

/** The fields by their paths; members of lists have no numbers. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, `${path}[]`));
  if (!isJsonObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** Numbers, all others are texts. */
const NUMBERS = [
  'volume.size',
  'slave_count',
  'flavor[].num',
  'flavor[].size',
  'backup_strategy.keep_days',
];

function checkValue(field: string, value: unknown, { words, forms }: RestoreRules): void {
  const wrong = new Refusal('badRequest', `${field} is ${JSON.stringify(value)}`);
  const isText = forms?.[field] !== undefined || !NUMBERS.includes(field);
  if (!isText) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw wrong;
    return;
  }
  if (typeof value !== 'string' || !/^[\w .:+,()/-]+$/.test(value)) throw wrong;
  if (words?.[field]?.includes(value) === false) throw wrong;
  if (forms?.[field]?.test(value) === false) throw wrong;
}

function checkPassword(password: string, { password: { special, kinds } }: RestoreRules): void {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
  const isTaken = [...password].every((one) => /[A-Za-z0-9]/.test(one) || special.includes(one));
  const found = classes.filter((one) => one.test(password)).length;
  if (isTaken && found >= kinds && password.length >= 8 && password.length <= 32) return;
  throw new Refusal('badRequest', 'password is too weak, or has other characters');
}

/** The backup has to be there, completed, and of the instance that is named; that one need not exist. */
function checkPoint(call: Call, point: JsonObject, { point: { instance } }: RestoreRules): void {
  const id = requiredText(point, 'backup_id');
  const { host } = call.service;
  const backup = call.state.backups.find((one) => one.host === host && one.id === id);
  if (backup === undefined || backupState(backup, call.nowMs) !== 'COMPLETED') {
    throw new Refusal('backupMissing', id);
  }
  if (point['type'] !== undefined && point['type'] !== 'backup') throw new Refusal('badRequest');
  if (instance === undefined) return;
  if (requiredText(point, instance) !== backup.instanceId) throw new Refusal('instanceMissing');
}
