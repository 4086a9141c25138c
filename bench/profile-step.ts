import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Effort } from './effort.ts';
import { buildMappedBundle } from './mapped-bundle.ts';
import { profileDist } from './places.ts';
import { type PartRow, profilePairs } from './profile-pairs.ts';
import type { NamePart } from './profile-parts.ts';
import { startSimulatorProcess } from './simulator.ts';
import { runBareScript, runStep } from './step-sides.ts';

/** Where the time of the whole step goes, and that of the bare script. */
export async function profileStep({ pairs }: Effort): Promise<readonly PartRow[]> {
  const bundle = buildMappedBundle(profileDist);
  const url = pathToFileURL(bundle.file).href;
  const namePart: NamePart = (frame) => {
    if (frame.functionName === 'wrapSafe') return 'Reading and compiling the bundle';
    if (frame.url !== url) return undefined;
    const module = bundle.findModule(frame.lineNumber, frame.columnNumber);
    // The bundler's own few lines, and Node's modules, count for who asked for them.
    if (module === undefined || module.startsWith('external ')) return undefined;
    return module.includes('node_modules/undici/')
      ? 'undici: its start, then the call'
      : 'The action, the toolkit and valibot';
  };
  const simulator = await startSimulatorProcess();
  const temp = mkdtempSync(join(tmpdir(), 'profile-step-'));
  try {
    return await profilePairs(pairs, {
      ours: {
        run: (nodeOptions) => runStep(bundle.file, { simulator, temp, nodeOptions }),
        namePart,
      },
      theirs: { run: (nodeOptions) => runBareScript({ simulator, nodeOptions }), namePart },
    });
  } finally {
    rmSync(temp, { recursive: true, force: true });
    await simulator.stop();
  }
}
