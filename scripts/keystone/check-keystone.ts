import { findMissingKeystone } from './keystone-server.ts';

const missing = findMissingKeystone();
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 1;
}
