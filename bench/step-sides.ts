import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../scripts/runner/step-environment.ts';
import { root, side } from './places.ts';
import { runChild } from './run-child.ts';
import type { RunningSimulator } from './simulator.ts';

export interface Surroundings {
  readonly simulator: RunningSimulator;
  readonly nodeOptions?: readonly string[];
}

/** The step as the runner starts it, with every default: name and description come from the run. */
export function runStep(
  bundle: string,
  { simulator, temp, nodeOptions = [] }: Surroundings & { readonly temp: string },
) {
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
  return runChild(bundle, {
    nodeOptions,
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

/** The same create from a script with nothing around it. */
export function runBareScript({ simulator, nodeOptions = [] }: Surroundings) {
  const { url, token, projectId, instanceId } = simulator;
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
  return runChild(side('bare-step.mjs'), { env, nodeOptions });
}
