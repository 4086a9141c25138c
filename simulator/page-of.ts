import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';

/** The part of a list that `offset` and `limit` ask for (1 to 100, default 100, as the list pages say). */
export function pageOf<T>(call: Call, all: readonly T[]): readonly T[] {
  const offset = wholeNumber(call, 'offset', { lowest: 0, highest: Number.MAX_SAFE_INTEGER }) ?? 0;
  const limit = wholeNumber(call, 'limit', { lowest: 1, highest: 100 }) ?? 100;
  const { most = limit } = call.request.listQuirk ?? {};
  return all.slice(offset, offset + Math.min(limit, most));
}

interface Bounds {
  readonly lowest: number;
  readonly highest: number;
}

function wholeNumber(call: Call, name: string, bounds: Bounds): number | undefined {
  const text = call.request.query[name];
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.lowest && value <= bounds.highest) return value;
  throw new Refusal('badRequest', `${name} is out of range`);
}
