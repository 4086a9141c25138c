import { buildOrder, openClient } from './clients.mjs';

const startMs = performance.now();
const client = await openClient();
await client.create(buildOrder(0));
process.stdout.write(JSON.stringify({ ms: performance.now() - startMs }));
await client.close();
