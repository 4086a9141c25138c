import { Refusal } from './errors.ts';
import type { Call } from './route.ts';
import { isJsonObject, type JsonObject, parsedJson } from './wire.ts';

/** The request's JSON object; wrong media type, malformed JSON or another value are refused. */
export function bodyFields(call: Call): JsonObject {
  const { 'content-type': contentType } = call.request.headers;
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  // Huawei's SDK for Go sends none with the logins below /v3.0.
  const mayBeAbsent = call.request.rawPath.startsWith('/v3.0/');
  if (mediaType !== 'application/json' && !(contentType === undefined && mayBeAbsent)) {
    throw new Refusal('badRequest', 'Content-Type must be application/json');
  }
  const parsed = parsedJson(call.request.body.toString('utf8'));
  if (parsed === undefined) throw new Refusal('badRequest', 'the body is not well-formed JSON');
  if (!isJsonObject(parsed)) throw new Refusal('badRequest', 'the body is no JSON object');
  return parsed;
}

/** A mandatory text member. */
export function requiredText(fields: JsonObject, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw new Refusal('badRequest', `${name} is missing`);
  return value;
}

/** An optional text member. */
export function optionalText(fields: JsonObject, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Refusal('badRequest', `${name} must be a string`);
}

/** A mandatory object member. */
export function requiredObject(fields: JsonObject, name: string): JsonObject {
  const value = optionalObject(fields, name);
  if (value === undefined) throw new Refusal('badRequest', `${name} is missing`);
  return value;
}

/** An optional object member. */
export function optionalObject(fields: JsonObject, name: string): JsonObject | undefined {
  const value = fields[name];
  if (value === undefined || isJsonObject(value)) return value;
  throw new Refusal('badRequest', `${name} must be an object`);
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** An optional whole number from `least` to `most`, or what holds without it. */
export function wholeNumber(
  fields: JsonObject,
  name: string,
  { least, most, unless }: Bounds & { readonly unless: number },
): number {
  const value = fields[name] === undefined ? unless : fields[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new Refusal('badRequest', `${name} must be a whole number from ${least} to ${most}`);
}

/** A page of a list, and how many there are on all of them. */
interface Page<T> {
  readonly entries: readonly T[];
  readonly total: number;
}

/** The part of a list that `offset` and `limit` ask for (1 to 100, default 100, as the list pages say). */
export function pageOf<T>(call: Call, all: readonly T[]): Page<T> {
  const offset = queryNumber(call, 'offset', { least: 0, most: Number.MAX_SAFE_INTEGER }) ?? 0;
  const limit = queryNumber(call, 'limit', { least: 1, most: 100 }) ?? 100;
  const { most = limit, movedBy = 0 } = call.request.listQuirk ?? {};
  const by = offset === 0 ? 0 : movedBy;
  const start = Math.max(0, offset + by);
  const entries = all.slice(start, start + Math.min(limit, most));
  return { entries, total: Math.max(0, all.length - by) };
}

function queryNumber(call: Call, name: string, bounds: Bounds): number | undefined {
  const text = call.request.query[name];
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  throw new Refusal('badRequest', `${name} is out of range`);
}
