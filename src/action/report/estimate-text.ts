import type { Estimate, History } from '../../backup/wait/history.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Rounded as a person would say it: `40 s`, `12 min`, `1 h 35 min`. Takes milliseconds. */
function describeRoughly(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  if (ms < 1.5 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  const minutes = Math.round(ms / MINUTE_MS);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function describeRange(shortestMs: number, longestMs: number): string {
  const [shortest, longest] = [describeRoughly(shortestMs), describeRoughly(longestMs)];
  if (shortest === longest) return longest;
  const isSameUnit = /^\d+ \S+$/.test(longest) && shortest.split(' ')[1] === longest.split(' ')[1];
  return `${isSameUnit ? shortest.split(' ')[0] : shortest} to ${longest}`;
}

/** `the last 3 took 11 to 13 min` */
export function describeHistory({ count, shortestMs, longestMs }: History): string {
  const which = count === 1 ? 'the last one' : `the last ${count}`;
  return `${which} took ${describeRange(shortestMs, longestMs)}`;
}

/** `about 12 min left (the last 3 took 11 to 13 min)` */
export function describeEstimate(estimate: Estimate, withHistory: boolean): string {
  const { leftMs } = estimate;
  const end = leftMs === undefined ? 'longer than usual' : `about ${describeRoughly(leftMs)} left`;
  return withHistory ? `${end} (${describeHistory(estimate)})` : end;
}
