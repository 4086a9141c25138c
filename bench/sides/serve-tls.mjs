// A TLS server in front of the address that is its first argument; its CA goes into the folder that is the second.
import { startTlsFront } from '../../__tests__/network/tls-front.ts';

const [, , target, folder] = process.argv;
const { port, caFile } = await startTlsFront(folder, ['localhost'], target);
process.stdout.write(`${JSON.stringify({ url: `https://localhost:${port}`, caFile })}\n`);
process.on('SIGTERM', () => process.exit());
