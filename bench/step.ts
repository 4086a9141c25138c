import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../scripts/runner/step-environment.ts';
import type { Effort } from './effort.ts';
import { compare, runPairs } from './pairs.ts';
import { dist, root, side } from './places.ts';
import { buildRatioRow, formatMb, formatMs } from './ratio-row.ts';
import type { Row } from './row.ts';
import { runChild } from './run-child.ts';
import { type RunningSimulator, startSimulatorProcess } from './simulator.ts';

/** The step as the runner starts it, with every default: name and description come from the run. */
function runStep(simulator: RunningSimulator, temp: string) {
  const [output, summary, event] = ['output', 'summary', 'event.json'].map((name) => {
    const file = join(temp, name);
    writeFileSync(file, name === 'event.json' ? '{}' : '');
    return file;
  });
  const inputs = {
    service: 'taurusdb',
    instance_id: simulator.instanceId,
    region: 'eu-de',
    endpoint: simulator.url,
    token: simulator.token,
    project_id: simulator.projectId,
    wait: 'false',
  };
  return runChild(join(dist, 'index.js'), {
    env: {
      ...RUN_ENVIRONMENT,
      ...buildInputEnvironment(readActionFile(root), inputs),
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
    },
  });
}

function runBareScript({ url, token, projectId, instanceId }: RunningSimulator) {
  const body = {
    instance_id: instanceId,
    name: 'gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-f095',
    description: 'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
  };
  const env = {
    CREATE_URL: `${url}/v3/${projectId}/backups/create`,
    TOKEN: token,
    BODY: JSON.stringify(body),
  };
  return runChild(side('bare-step.mjs'), { env });
}

/** What the whole step takes, in time and memory, beyond the call that it is there for. */
export async function measureStep({ pairs: pairCount }: Effort): Promise<readonly Row[]> {
  const simulator = await startSimulatorProcess();
  const temp = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const pairs = await runPairs(pairCount, {
      ours: () => runStep(simulator, temp),
      theirs: () => runBareScript(simulator),
    });
    const against = 'a bare script that makes the same call with Node’s fetch';
    return [
      buildRatioRow({
        ...{ what: 'The whole step with `wait: false`', against, pairCount, format: formatMs },
        comparison: compare(pairs, ({ ms }) => ms),
        maxRatio: 1.25,
      }),
      buildRatioRow({
        ...{ what: 'Peak memory of that step', against, pairCount, format: formatMb },
        comparison: compare(pairs, ({ peakKb }) => peakKb),
        maxRatio: 1.2,
      }),
    ];
  } finally {
    rmSync(temp, { recursive: true, force: true });
    await simulator.stop();
  }
}
