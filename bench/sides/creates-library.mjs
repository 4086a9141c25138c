import { BackupClient } from '../lib/index.js';
import { makeCreates } from './make-creates.mjs';
import { buildClientOptions } from './order.mjs';

const client = new BackupClient(buildClientOptions(process.env.URL));
await makeCreates((order) => client.createBackup(order, { hasUniqueName: true }));
await client.close();
