import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAction } from '../scripts/runner/run-action.ts';
import {
  buildInputEnvironment,
  RUN_ENVIRONMENT,
  readActionFile,
} from '../scripts/runner/step-environment.ts';
import { startSimulator } from '../simulator/index.ts';
import { compare, type Effort, runPairs } from './pairs.ts';
import {
  dist,
  type RunningSimulator,
  root,
  runChild,
  side,
  startSimulatorProcess,
  withTlsFront,
} from './processes.ts';
import { buildRatioRow, formatMb, formatMs, type Row } from './report.ts';

const MAX_BYTES = 700_000;

interface Way {
  readonly simulator: RunningSimulator;
  /** A folder for the run's files. */
  readonly temp: string;
  /** Added to the environment of both sides. */
  readonly env: Readonly<Record<string, string>>;
}

/** The step as the runner starts it, with every default: name and description come from the run. */
function runStep({ simulator, temp, env }: Way) {
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
      ...env,
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
function runBareScript({ simulator, env }: Way) {
  const { url, token, projectId, instanceId } = simulator;
  const body = {
    instance_id: instanceId,
    name: 'gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-f095',
    description: 'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
  };
  const given = {
    CREATE_URL: `${url}/v3/${projectId}/backups/create`,
    TOKEN: token,
    BODY: JSON.stringify(body),
  };
  return runChild(side('bare-step.mjs'), { env: { ...env, ...given } });
}

const BARE = 'a bare script that makes the same call with Node’s fetch';

async function measureWay(what: string, pairCount: number, way: Way): Promise<readonly Row[]> {
  const pairs = await runPairs(pairCount, {
    ours: () => runStep(way),
    theirs: () => runBareScript(way),
  });
  const time = { against: BARE, pairCount, format: formatMs, maxRatio: 1.25 };
  return [
    buildRatioRow({
      ...{ ...time, what: `${what}: CPU time, user and system` },
      comparison: compare(pairs, ({ cpuMs }) => cpuMs),
    }),
    buildRatioRow({
      ...{ ...time, what: `${what}: time until its end` },
      comparison: compare(pairs, ({ ms }) => ms),
    }),
    buildRatioRow({
      ...{ ...time, what: `${what}: peak memory`, format: formatMb, maxRatio: 1.1 },
      comparison: compare(pairs, ({ peakKb }) => peakKb),
    }),
  ];
}

/** What the whole step takes, in time and memory, beyond the call that it is there for. */
export async function measureStep({ pairs: pairCount }: Effort): Promise<readonly Row[]> {
  const simulator = await startSimulatorProcess();
  const temp = mkdtempSync(join(tmpdir(), 'bench-'));
  const what = 'The whole step with `wait: false`';
  const way = { simulator, temp, env: {} };
  try {
    const plain = await measureWay(`${what}, over http`, pairCount, way);
    const front = { url: simulator.url, folder: temp };
    const secure = await withTlsFront(front, ({ url, caFile }) =>
      measureWay(`${what}, over TLS`, pairCount, {
        ...{ ...way, simulator: { ...simulator, url } },
        env: { NODE_EXTRA_CA_CERTS: caFile },
      }),
    );
    return [...plain, ...secure];
  } finally {
    rmSync(temp, { recursive: true, force: true });
    await simulator.stop();
  }
}

/** What a runner downloads and Node reads: everything in dist/ but the licences. */
export async function measureBundle(): Promise<readonly Row[]> {
  const files = readdirSync(dist)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(dist, name)));
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  const copies = files.join('\n').match(/class UndiciError\b/g)?.length ?? 0;
  return [
    {
      what: 'Size of dist/ without licences, and copies of undici in it',
      against: '—',
      result: `${(bytes / 1_000_000).toFixed(2)} MB, ${copies}`,
      goal: `≤ ${(MAX_BYTES / 1_000_000).toFixed(2)} MB, 1`,
      isMet: bytes <= MAX_BYTES && copies === 1,
    },
  ];
}

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

function buildCallsRow(what: string, count: number, goal: number): Row {
  return { what, against: '—', result: `${count}`, goal: `${goal}`, isMet: count <= goal };
}

/** Every call is one more that can fail, and one more round trip. */
export async function measureCalls(): Promise<readonly Row[]> {
  return [
    buildCallsRow('HTTP calls of a step with `wait: false`', await countCalls({}), 1),
    buildCallsRow(
      'HTTP calls of that step with a `name` of the user’s',
      await countCalls({ name: 'before-release' }),
      2,
    ),
  ];
}
