import { createBareCreate } from './bare-create.mjs';
import { buildOrder } from './order.mjs';

const startMs = performance.now();
const undici = await import('undici');
const agent = new undici.Agent({ connect: { timeout: 10_000 } });
await createBareCreate(undici, agent, process.env.URL)(buildOrder(0));
process.stdout.write(JSON.stringify({ ms: performance.now() - startMs }));
await agent.destroy();
