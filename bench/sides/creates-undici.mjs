import * as undici from 'undici';
import { createBareCreate } from './bare-create.mjs';
import { makeCreates } from './make-creates.mjs';

const agent = new undici.Agent({ connect: { timeout: 10_000 } });
await makeCreates(createBareCreate(undici, agent, process.env.URL));
await agent.destroy();
