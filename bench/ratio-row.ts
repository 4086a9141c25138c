import type { Comparison } from './pairs.ts';
import type { Row } from './row.ts';

export interface RatioClaim {
  readonly what: string;
  readonly against: string;
  readonly comparison: Comparison;
  readonly maxRatio: number;
  readonly pairCount: number;
  readonly format: (value: number) => string;
}

/** The row of a comparison in which less is better. */
export function buildRatioRow(claim: RatioClaim): Row {
  const { what, against, comparison, maxRatio, pairCount, format } = claim;
  const { ratio, ours, theirs } = comparison;
  const pairs = pairCount === 1 ? '1 pair' : `${pairCount} pairs`;
  return {
    what,
    against,
    result: `${ratio.toFixed(2)} ×`,
    goal: `≤ ${maxRatio} ×`,
    isMet: ratio <= maxRatio,
    note: `medians of ${pairs}: ${format(ours)} and ${format(theirs)}`,
  };
}

export const formatMs = (ms: number) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
export const formatMb = (kb: number) => `${(kb / 1024).toFixed(1)} MB`;
