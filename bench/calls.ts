import { runAction } from '../scripts/runner/run-action.ts';
import { startSimulator } from '../simulator/index.ts';
import { root } from './places.ts';
import type { Row } from './row.ts';

/** How many requests a step sends that does not wait, with keys and the project's id given. */
async function countCalls(inputs: Readonly<Record<string, string>>): Promise<number> {
  const simulator = await startSimulator();
  try {
    const { account, endpoints, iamEndpoint, instances, requests } = simulator;
    const instance = instances.find(({ service }) => service === 'taurusdb');
    const step = await runAction({
      actionDir: root,
      inputs: {
        service: 'taurusdb',
        instance_id: instance?.id ?? '',
        region: 'eu-de',
        endpoint: endpoints['taurusdb'] ?? '',
        iam_endpoint: iamEndpoint,
        access_key: account.accessKey,
        secret_key: account.secretKey,
        project_id: account.projectId,
        wait: 'false',
        ...inputs,
      },
    });
    if (step.exitCode !== 0) throw new Error(step.lines.join('\n'));
    return requests.length;
  } finally {
    await simulator.stop();
  }
}

function buildRow(what: string, count: number, goal: number): Row {
  return { what, against: '—', result: `${count}`, goal: `${goal}`, isMet: count <= goal };
}

/** Every call is one more that can fail, and one more round trip. */
export async function measureCalls(): Promise<readonly Row[]> {
  return [
    buildRow('HTTP calls of a step with `wait: false`', await countCalls({}), 1),
    buildRow(
      'HTTP calls of that step with a `name` of the user’s',
      await countCalls({ name: 'before-release' }),
      2,
    ),
  ];
}
