import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { openOutputs } from '../../src/action/report/outputs.ts';
import { stepWords } from '../../src/action/step-words.ts';
import { buildDefaultName, createMarkerTest } from '../../src/task/backup-name.ts';
import type { RunContext } from '../../src/task/origin.ts';
import { openReport } from '../../src/task/report/report.ts';
import { takeBackups } from '../../src/task/take-backups.ts';
import { TaskClient } from '../../src/task-client.ts';
import { countingAgent } from '../support/counting-agent.ts';
import { recordLog } from '../support/memory-cloud.ts';
import { parseRaw } from '../support/parse-raw-inputs.ts';
import { type SharedClock, sharedClock } from '../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const never = new AbortController().signal;

/** One run of the workflow. Times in milliseconds. */
interface DrawnRun {
  readonly beginsMs: number;
  /** How long its calls are on their way, one after the other, again and again. */
  readonly delaysMs: readonly number[];
  readonly instances: 1 | 2;
}

/** Runs of one workflow at a time, and what earlier ones left. */
export interface InterleavedRuns {
  readonly runs: readonly DrawnRun[];
  readonly keepLast: number;
  readonly waitMinutes: number;
  readonly backupMs: number;
  readonly earlier: readonly { readonly beganMs: number; readonly tookMs: number }[];
}

/** Mostly a moment; now and then long enough for another run to come and go. */
const delayMs = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * MINUTE_MS }) },
);

export const interleavedRuns: fc.Arbitrary<InterleavedRuns> = fc.record({
  runs: fc.array(
    fc.record({
      beginsMs: fc.oneof(
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 3 * HOUR_MS }),
      ),
      delaysMs: fc.array(delayMs, { minLength: 1, maxLength: 20 }),
      instances: fc.constantFrom(1, 2),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  keepLast: fc.integer({ min: 1, max: 2 }),
  waitMinutes: fc.constantFrom(30, 60, 150),
  backupMs: fc.oneof(
    fc.integer({ min: 0, max: 2 * MINUTE_MS }),
    fc.integer({ min: 0, max: 2 * HOUR_MS }),
  ),
  earlier: fc.array(
    fc.record({
      beganMs: fc.integer({ min: HOUR_MS, max: 10 * HOUR_MS }),
      tookMs: fc.oneof(fc.constant(MINUTE_MS), fc.integer({ min: 0, max: 9 * HOUR_MS })),
    }),
    { maxLength: 3 },
  ),
});

const contextOf = (runId: number): RunContext => ({
  ...{ repository: 'octo-org/shop', repositoryId: '7', workflowPath: 'deploy.yml' },
  ...{ serverUrl: 'https://github.com', workflow: 'deploy' },
  runId: String(runId),
  ...{ runAttempt: 1, job: 'migrate', step: 'backup', sha: '', actor: 'mona' },
});
const isOurs = createMarkerTest(contextOf(0));

/** A delete call, and which run is about to send it. */
interface Deletion {
  readonly runId: number;
  readonly backupId: string;
}

interface Playing {
  readonly drawn: InterleavedRuns;
  readonly simulator: Simulator;
  readonly clock: SharedClock;
  readonly dispatcher: Dispatcher;
  readonly deletions: Deletion[];
  /** What was deleted against the rule. */
  readonly breaches: unknown[];
}

/** Whether the cloud may lose this backup now, as the cloud itself knows it. */
function expectMayGo({ drawn, simulator, clock }: Playing, { runId, backupId }: Deletion): void {
  const backup = simulator.backups.find(({ id }) => id === backupId);
  // Another run may have deleted it a moment before.
  if (backup === undefined || backup.state === 'DELETING') return;
  const { name, type, state, instanceId, beganAt, endsAt } = backup;
  expect({ type, state, isOurs: isOurs(name) }).toEqual({
    ...{ type: 'manual', state: 'COMPLETED', isOurs: true },
  });
  expect(name).not.toContain(`-${runId}-`);
  const limitMs = Math.max(HOUR_MS, drawn.waitMinutes * MINUTE_MS);
  // The cloud's times have no milliseconds.
  expect(clock.epochMs() - endsAt).toBeGreaterThan(limitMs - 1_000);
  const newer = simulator.backups.filter(
    (one) => one.instanceId === instanceId && isOurs(one.name) && one.beganAt > beganAt,
  );
  const completed = newer.filter((one) => one.state === 'COMPLETED');
  expect(completed.length).toBeGreaterThanOrEqual(drawn.keepLast);
}

/** Connections on which each call is on its way for a while. */
function delayed(playing: Playing, { delaysMs }: DrawnRun, runId: number): Dispatcher {
  const { dispatcher, clock, deletions, breaches } = playing;
  let calls = 0;
  return dispatcher.compose((dispatch) => (options, handler) => {
    const ms = delaysMs[calls % delaysMs.length] ?? 0;
    calls += 1;
    const send = () => {
      if (options.method === 'DELETE') {
        const deletion = { runId, backupId: options.path.split('/').at(-1) ?? '' };
        deletions.push(deletion);
        try {
          expectMayGo(playing, deletion);
        } catch (breach) {
          breaches.push(breach);
        }
      }
      dispatch(options, handler);
    };
    void clock.sleep(ms, never).then(send);
    return true;
  });
}

/** One run of the action, but for its process; what becomes of its own backup is not the matter here. */
async function playRun(playing: Playing, run: DrawnRun, runId: number): Promise<void> {
  const { drawn, simulator, clock } = playing;
  await clock.sleep(run.beginsMs, never);
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const { username, password, domainName } = account;
  const ids = instances.filter(({ service }) => service === 'taurusdb').map(({ id }) => id);
  const inputs = parseRaw({
    service: 'taurusdb',
    instance_id: ids.slice(0, run.instances).join(),
    region: 'eu-de',
    ...{ username, password, domain_name: domainName },
    keep_last: String(drawn.keepLast),
    wait_timeout: `${drawn.waitMinutes}m`,
  });
  const log = recordLog();
  const client = new TaskClient({
    region: 'eu-de',
    endpoints,
    iamEndpoint,
    clock,
    random: () => 0.5,
    log,
    credentials: { kind: 'password', username, password, domainName },
    dispatcher: delayed(playing, run, runId),
  });
  const startMs = clock.monotonicMs();
  const remainingMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  const readOrigin = async () => contextOf(runId);
  const context = {
    clock,
    startMs,
    random: () => 0.5,
    log: {
      ...log,
      isDebug: false,
      progress: () => {},
      group: (title: string) => log.info(title),
      notice: () => {},
      fail: () => {},
    },
    signal: never,
    env: {},
    words: stepWords,
    readOrigin,
  };
  const report = openReport();
  const outputs = openOutputs({ report, clock, log, signal: never });
  const step = { inputs, context, client, report, results: outputs, remainingMs };
  await takeBackups(step).catch(() => {});
  await client.close();
}

/** Plays them to their end; no delete call goes out that the rule forbids. Answers those that did. */
export async function playInterleaved(drawn: InterleavedRuns): Promise<readonly Deletion[]> {
  const dir = mkdtempSync(join(tmpdir(), 'runs-'));
  const output = join(dir, 'output');
  writeFileSync(output, '');
  process.env['GITHUB_OUTPUT'] = output;
  const { dispatcher, isBusy, destroy } = countingAgent();
  const clock = sharedClock(isBusy);
  const { backupMs } = drawn;
  const simulator = await startSimulator({ now: clock.epochMs, backupMs });
  const playing: Playing = { drawn, simulator, clock, dispatcher, deletions: [], breaches: [] };
  try {
    const instanceId = simulator.instances.find(({ service }) => service === 'taurusdb')?.id ?? '';
    for (const [at, { beganMs, tookMs }] of drawn.earlier.entries()) {
      const beganAt = clock.epochMs() - beganMs;
      const target = { service: 'taurusdb', instanceId };
      const name = buildDefaultName(contextOf(100 + at), target, () => 0.5);
      // One that still ran would only keep the instance busy.
      const endsAt = Math.min(beganAt + tookMs, clock.epochMs() - 1);
      simulator.seedBackup({ instanceId, name, type: 'manual', beganAt, endsAt });
    }
    const runs = drawn.runs.map((run, at) => playRun(playing, run, 1_000 + at));
    await clock.play(Promise.all(runs));
    for (const breach of playing.breaches) throw breach;
    return playing.deletions;
  } finally {
    await destroy();
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
