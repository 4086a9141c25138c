"use strict";
// action.yml's entry, in syntax that Node 12 can read: outside GitHub, a runner that knows the word
// node24 starts an action with the Node of the job's image, however old. The action lies beside it.
Object.defineProperty(exports, "__esModule", { value: true });
const OLDEST = [22, 19];
const { node } = process.versions;
const [major = 0, minor = 0] = node.split('.').map(Number);
if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
    require(`${__dirname}/main.js`);
}
else {
    process.exitCode = 1;
    process.stdout.write(`::error::This action needs Node 24; the runner started it with ${node}: give the job an image with Node 24, or update the runner (https://github.com/OWNER/cloud-db-backup/blob/main/docs/other-runners.md).\n`);
}
