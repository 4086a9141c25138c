import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLib } from '../scripts/build-lib.ts';
import { FULL, QUICK } from './effort.ts';
import { libDir, root } from './places.ts';
import { profileCreates } from './profile-creates.ts';
import { profileStep } from './profile-step.ts';
import { buildProfileTable } from './profile-table.ts';

// Run it by `npm run bench:profile`: where the time goes in the two rows with the most of it.

const { values } = parseArgs({
  options: {
    /** As little as possible, to see that everything runs; its numbers mean nothing. */
    quick: { type: 'boolean', default: false },
    json: { type: 'string', default: join(import.meta.dirname, 'profiles.json') },
  },
});

const effort = values.quick ? QUICK : FULL;
buildLib(root, libDir);
const profiles = { step: await profileStep(effort), creates: await profileCreates(effort) };
writeFileSync(values.json, `${JSON.stringify(profiles, null, 2)}\n`);
for (const rows of Object.values(profiles)) process.stdout.write(`${buildProfileTable(rows)}\n\n`);
