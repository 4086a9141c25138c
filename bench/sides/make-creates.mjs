import { buildOrder } from './order.mjs';

const CONCURRENCY = 50;

/** Makes all creates, never more than 50 at a time, and tells how long that took and what stays in memory. */
export async function makeCreates(create) {
  const count = Number(process.env.CREATES);
  let next = 0;
  const workOff = async (end) => {
    while (next < end) {
      const index = next;
      next += 1;
      await create(buildOrder(index));
    }
  };
  const runUntil = async (end) => {
    const startMs = performance.now();
    await Promise.all(Array.from({ length: CONCURRENCY }, () => workOff(end)));
    return performance.now() - startMs;
  };
  const measureHeap = () => {
    globalThis.gc();
    return process.memoryUsage().heapUsed;
  };
  const firstMs = await runUntil(count / 2);
  const halfHeap = measureHeap();
  const secondMs = await runUntil(count);
  const endHeap = measureHeap();
  process.stdout.write(JSON.stringify({ ms: firstMs + secondMs, halfHeap, endHeap }));
}
