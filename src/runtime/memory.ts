import { singleFlight } from './single-flight.ts';

/** What is worked out once for each key; a failure is not kept. */
export interface Memory<Value> {
  recall(
    key: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value>;
}

export function createMemory<Value>(): Memory<Value> {
  const known = new Map<string, { readonly value: Value }>();
  const underWay = new Map<string, (signal: AbortSignal) => Promise<Value>>();
  return {
    async recall(key, work, signal) {
      const kept = known.get(key);
      if (kept !== undefined) return kept.value;
      const share = underWay.get(key) ?? singleFlight(work);
      underWay.set(key, share);
      const value = await share(signal);
      known.set(key, { value });
      underWay.delete(key);
      return value;
    },
  };
}
