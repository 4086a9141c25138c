import type { Call } from './call.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { Refusal } from './refusal.ts';

/** The request's JSON object; wrong media type, malformed JSON or another value are refused. */
export function bodyFields(call: Call): JsonObject {
  const { 'content-type': contentType } = call.request.headers;
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  // Huawei's SDK for Go sends none with the logins below /v3.0.
  const mayBeAbsent = call.request.rawPath.startsWith('/v3.0/');
  if (mediaType !== 'application/json' && !(contentType === undefined && mayBeAbsent)) {
    throw new Refusal('badRequest', 'Content-Type must be application/json');
  }
  const parsed = parse(call.request.body.toString('utf8'));
  if (!isJsonObject(parsed)) throw new Refusal('badRequest', 'the body is no JSON object');
  return parsed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('badRequest', 'the body is not well-formed JSON');
  }
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

/** An optional whole number from `least` to `most`, or what holds without it. */
export function wholeNumber(
  fields: JsonObject,
  name: string,
  {
    least,
    most,
    unless,
  }: { readonly least: number; readonly most: number; readonly unless: number },
): number {
  const value = fields[name] === undefined ? unless : fields[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new Refusal('badRequest', `${name} must be a whole number from ${least} to ${most}`);
}
