import type { Problem } from '../errors/request-errors.ts';
import { isPlainText } from '../runtime/text.ts';
import type { FillRule, InstanceMaker } from '../services/new-instance/instance-maker.ts';
import type { FieldValue, OpenField, RestoreDescription } from '../services/restore/restore-way.ts';

/**
 * Fields of the request by their paths, such as `volume.size`: those that are open, and those that the
 * new instance has otherwise than the original. A tag stands under `tags.` and its key.
 */
export type RestoreFill = Readonly<Record<string, string | number>>;

/** What the caller says of the new instance. */
export interface Filling {
  readonly name: string | undefined;
  readonly password: string | undefined;
  readonly fill: RestoreFill;
}

/** A field that the new instance has otherwise than the original. */
export interface RestoreChange {
  /** Where it stands in the body, such as `volume.size`. */
  readonly field: string;
  /** What the original has there; `undefined` where no list shows it. */
  readonly original: string | undefined;
  /** What the new instance gets. */
  readonly value: string;
}

/** A request as far as it is filled in. */
export interface FilledRequest {
  readonly name: string;
  readonly described: RestoreDescription;
  readonly changes: readonly RestoreChange[];
  /** All that is wrong; what is only missing is still open in the fields. */
  readonly problems: readonly Problem[];
}

type Fields = Readonly<Record<string, FieldValue>>;

const isMembers = (value: FieldValue): value is Fields =>
  typeof value === 'object' && !Array.isArray(value);

const isOpen = (value: FieldValue): value is OpenField => isMembers(value) && 'open' in value;

/** Own members alone: a path is the caller's. */
const memberOf = (fields: FieldValue, name: string): FieldValue =>
  isMembers(fields) && !isOpen(fields) && Object.hasOwn(fields, name) ? fields[name] : undefined;

const readField = (fields: Fields, path: readonly string[]): FieldValue =>
  path.reduce<FieldValue>((inner, name) => memberOf(inner, name), fields);

function setField(
  fields: Fields,
  [name = '', ...rest]: readonly string[],
  value: FieldValue,
): Fields {
  if (rest.length === 0) return { ...fields, [name]: value };
  const inner = memberOf(fields, name);
  const members = isMembers(inner) && !isOpen(inner) ? inner : {};
  return { ...fields, [name]: setField(members, rest, value) };
}

const TAG = /^tags\.(.+)$/s;

/** Tags are a list: a new value takes the place of the one with its key. */
function setTag(fields: Fields, key: string, value: string): Fields {
  const { tags } = fields;
  const others = (Array.isArray(tags) ? tags : []).filter((tag) => memberOf(tag, 'key') !== key);
  return { ...fields, tags: [...others, { key, value }] };
}

function readTag(fields: Fields, key: string): FieldValue {
  const { tags } = fields;
  const tag = Array.isArray(tags) ? tags.find((one) => memberOf(one, 'key') === key) : undefined;
  return memberOf(tag, 'value');
}

/** What is the restore's own: it has options of its own, or is never another. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ['name', 'is not filled in: give the option name'],
  ['password', 'is not filled in: give the option password'],
  ['restore_point', 'is the backup’s, and can’t be another'],
]);

const describeField = (value: FieldValue): string | undefined =>
  typeof value === 'object' || value === undefined ? undefined : String(value);

/** A value as it is shown in a problem: it may be anything. */
const show = (value: unknown): string => {
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : 'what it has';
  return isPlainText(value) && value.length <= 80 ? JSON.stringify(value) : 'what it has';
};

/** What the open field of this path takes, where no rule names it. */
const openRule = (field: FieldValue): FillRule | undefined =>
  isOpen(field) && field.type !== 'list'
    ? {
        type: field.type ?? 'text',
        allowed: field.allowed,
        takes: (value) => /^[\w .:+,()/-]{1,128}$/.test(value),
      }
    : undefined;

/** 4 to 64 letters, digits, - and _, a letter first: what both clouds take. */
const NAME = /^[A-Za-z][\w-]{3,63}$/;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/] as const;

function isPassword(value: string, special: string): boolean {
  const isTaken = [...value].every((one) => /[A-Za-z0-9]/.test(one) || special.includes(one));
  const kinds = KINDS.filter((kind) => kind.test(value)).length;
  return isTaken && kinds >= 3 && value.length >= 8 && value.length <= 32;
}

interface Place {
  readonly maker: InstanceMaker;
  readonly rules: Readonly<Record<string, FillRule>>;
}

/** One field as it is written, and what the original has there; or what is wrong with it. */
interface FilledField {
  readonly fields: Fields;
  readonly change: RestoreChange | undefined;
}

function fillField(
  fields: Fields,
  [field, given]: readonly [string, unknown],
  rules: Place['rules'],
): FilledField | string {
  const key = TAG.exec(field)?.[1];
  const path = field.split('.');
  const before = key === undefined ? readField(fields, path) : readTag(fields, key);
  const fixed = FIXED.get(path[0] ?? '');
  if (fixed !== undefined) return fixed;
  const known = key === undefined ? field : 'tags.*';
  const rule = Object.hasOwn(rules, known) ? rules[known] : openRule(before);
  if (rule === undefined) {
    return `is no field that can be filled in: ${Object.keys(rules).join(', ')}`;
  }
  const value = typeof given === 'number' ? String(given) : given;
  if (typeof value !== 'string' || !rule.takes(value, before)) {
    return `must be ${rule.allowed}, not ${show(given)}`;
  }
  const written = rule.type === 'number' ? Number(value) : value;
  const original = describeField(before);
  return {
    fields: key === undefined ? setField(fields, path, written) : setTag(fields, key, value),
    change: original === value ? undefined : { field, original, value },
  };
}

/** Fills in a described request. Nothing of its restore point changes. */
export function fillRequest(
  described: RestoreDescription,
  { name: wanted, password, fill }: Filling,
  { maker, rules }: Place,
): FilledRequest {
  const problems: Problem[] = [];
  const changes: RestoreChange[] = [];
  const { name: openName } = described.fields;
  const suggestion = openName && isOpen(openName) ? openName.suggestion : undefined;
  const name = wanted ?? suggestion ?? '';
  if (!NAME.test(name)) {
    problems.push({
      input: 'name',
      problem: 'must be 4 to 64 letters, digits, - and _, a letter first',
    });
  }
  const { special, allowed } = maker.password;
  if (password !== undefined && !isPassword(password, special)) {
    problems.push({ input: 'password', problem: `must be ${allowed}` });
  }
  let fields: Fields = { ...described.fields, name, ...(password !== undefined && { password }) };
  for (const entry of Object.entries(fill)) {
    const filled = fillField(fields, entry, rules);
    if (typeof filled === 'string') problems.push({ input: `fill.${entry[0]}`, problem: filled });
    else {
      fields = filled.fields;
      if (filled.change !== undefined) changes.push(filled.change);
    }
  }
  const settled = maker.settle(fields);
  for (const { field, problem } of settled.problems) {
    problems.push({ input: `fill.${field}`, problem });
  }
  return { name, described: { ...described, fields: settled.fields }, changes, problems };
}
