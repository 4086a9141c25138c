import type { CallLimit } from './simulator-options.ts';

/** Counts the calls of each host in windows of time; answers whether this one is too many. */
export function callThrottle(
  limit: CallLimit | undefined,
): (host: string, nowMs: number) => boolean {
  const windows = new Map<string, { readonly beganMs: number; calls: number }>();
  return (host, nowMs) => {
    if (limit === undefined) return false;
    const current = windows.get(host);
    const isOver = current === undefined || nowMs - current.beganMs >= limit.windowMs;
    const window = isOver ? { beganMs: nowMs, calls: 0 } : current;
    windows.set(host, window);
    window.calls += 1;
    return window.calls > limit.calls;
  };
}
