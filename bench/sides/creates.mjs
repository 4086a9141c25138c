import { buildOrder, openClient } from './clients.mjs';

// Makes all creates, never more than 50 at a time, and tells how long that took and what stays in memory.

const CONCURRENCY = 50;
const client = await openClient();
const count = Number(process.env.CREATES);
let next = 0;

async function workOff(end) {
  while (next < end) {
    const index = next;
    next += 1;
    await client.create(buildOrder(index));
  }
}

async function runUntil(end) {
  const startMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, () => workOff(end)));
  return performance.now() - startMs;
}

function measureHeap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const firstMs = await runUntil(count / 2);
const halfHeap = measureHeap();
const secondMs = await runUntil(count);
const endHeap = measureHeap();
process.stdout.write(JSON.stringify({ ms: firstMs + secondMs, halfHeap, endHeap }));
await client.close();
