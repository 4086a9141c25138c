import { buildClientOptions, buildOrder } from './order.mjs';

const startMs = performance.now();
const { BackupClient } = await import('../lib/index.js');
const client = new BackupClient(buildClientOptions(process.env.URL));
await client.createBackup(buildOrder(0), { hasUniqueName: true });
process.stdout.write(JSON.stringify({ ms: performance.now() - startMs }));
await client.close();
