import { expect } from '@jest/globals';
import fc from 'fast-check';
import { type Fault, type Simulator, startSimulator } from '../../simulator/index.ts';
import {
  BackupError,
  RestoreClient,
  type RestoredInstance,
  RestoreFailedError,
  RestoreUnfinishedError,
  UncertainRestoreError,
} from '../../src/index.ts';
import { PASSWORD, restoreBodies, SOURCE_ID } from '../support/restore-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { dyingRoutes } from './dying-routes.ts';
import { endHungRequests } from './hung-requests.ts';

/** One restore against a cloud in trouble. Times in milliseconds. */
export interface RestoreScenario {
  readonly cloud: 'otc' | 'huaweicloud';
  readonly faults: readonly Fault[];
  readonly restoreMs: number;
  /** Less than the five minutes for which a refused one is looked for. */
  readonly instanceLagMs: number;
  readonly jobLagMs: number;
  /** `default`: drawn by the client; `unique`: promised to be; `own`: any. */
  readonly name: 'default' | 'unique' | 'own';
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** Whether an instance has the name already. */
  readonly hasNamesake: boolean;
  /** Whether a restore keeps to the key of a create. */
  readonly clientTokens: boolean;
  readonly throttle?: { readonly calls: number; readonly windowMs: number } | undefined;
  readonly resetCode: 'ECONNRESET' | 'EHOSTUNREACH';
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const where = {
  operation: fc.constantFrom(
    ...(['restore', 'restore', 'instances', 'instances', 'job', 'login'] as const),
  ),
  skip: fc.integer({ min: 0, max: 4 }),
  times: fc.integer({ min: 1, max: 6 }),
};
const anywhere: { requiredKeys: ['name'] } = { requiredKeys: ['name'] };

const plain = fc.record(
  {
    name: fc.constantFrom(
      ...(['refuse', 'reset-before', 'reset-after', '429', 'truncated-json'] as const),
      ...(['empty-200', 'busy', 'token-expired', 'forbidden'] as const),
    ),
    ...where,
  },
  anywhere,
);
const mayHaveEffect = fc.record(
  {
    name: fc.constantFrom(
      ...(['408', '421', '425', '499', '500', '502', '503', '504', 'html-200'] as const),
    ),
    after: fc.boolean(),
    ...where,
  },
  anywhere,
);
const atRestore: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    name: fc.constant('replay' as const),
    answer: fc.constantFrom('first' as const, 'second' as const, 'none' as const),
    operation: fc.constant('restore' as const),
  }),
  fc.record({ name: fc.constant('no-id' as const), operation: fc.constant('restore' as const) }),
  fc.record({
    name: fc.constant('busy' as const),
    code: fc.constant('DBS.299999'),
    status: fc.constant(409),
    operation: fc.constant('restore' as const),
    times: fc.constantFrom(1, Number.POSITIVE_INFINITY),
  }),
);
const ofList: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'lagging-list' as const,
      'lower-case-list' as const,
      'empty-page' as const,
    ),
    ...where,
    operation: fc.constant('instances' as const),
  }),
  fc.record({
    name: fc.constant('short-page' as const),
    most: fc.integer({ min: 0, max: 3 }),
    ...where,
    operation: fc.constant('instances' as const),
  }),
  fc.record({
    name: fc.constant('page' as const),
    status: fc.constantFrom(302, 403, 404),
    ...where,
  }),
);
const ofInstance: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ name: fc.constant('restore-fails' as const) }),
  fc.record({
    name: fc.constant('restore-vanishes' as const),
    afterMs: fc.integer({ min: 1, max: HOUR_MS }),
  }),
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: plain },
  { weight: 4, arbitrary: mayHaveEffect },
  { weight: 2, arbitrary: atRestore },
  { weight: 3, arbitrary: ofList },
  { weight: 1, arbitrary: ofInstance },
);

export const restoreScenario = (cloud: RestoreScenario['cloud']): fc.Arbitrary<RestoreScenario> =>
  fc.record({
    cloud: fc.constant(cloud),
    faults: fc.array(fault, { maxLength: 5 }),
    restoreMs: fc.oneof(
      fc.integer({ min: 1, max: 90 * SECOND_MS }),
      fc.integer({ min: 1, max: HOUR_MS }),
    ),
    instanceLagMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 * MINUTE_MS })),
    jobLagMs: fc.integer({ min: 0, max: MINUTE_MS }),
    name: fc.constantFrom('default' as const, 'unique' as const, 'own' as const),
    wait: fc.boolean(),
    timeoutMs: fc.integer({ min: 30 * SECOND_MS, max: 2 * HOUR_MS }),
    hasNamesake: fc.boolean(),
    clientTokens: fc.boolean(),
    throttle: fc.option(
      fc.record({
        calls: fc.integer({ min: 1, max: 12 }),
        windowMs: fc.integer({ min: SECOND_MS, max: 2 * MINUTE_MS }),
      }),
      { nil: undefined, freq: 3 },
    ),
    resetCode: fc.constantFrom('ECONNRESET' as const, 'EHOSTUNREACH' as const),
  });

/** What is said of a new instance in the end. */
export type Said = 'ready' | 'accepted' | 'none' | 'this one' | 'perhaps one';

/** What has surely made nothing: an answer that refuses, before anything is done. */
const REFUSALS = ['429', 'busy', 'token-expired', 'forbidden', 'page'];

/** Whether a call went out after one whose answer was lost or unclear. */
function hasAskedTwice({ requests }: Simulator): boolean {
  const asked = requests.filter(({ operation }) => operation === 'restore');
  const firstUnclear = asked.findIndex(
    ({ fault: met, status }) =>
      (met !== undefined && !REFUSALS.includes(met)) || (status ?? 0) < 300,
  );
  return firstUnclear >= 0 && firstUnclear < asked.length - 1;
}

export interface PlayedRestore {
  readonly said: Said;
  readonly error: unknown;
  readonly instance: RestoredInstance | undefined;
  readonly restored: Simulator['restored'];
  readonly restoreCalls: number;
}

function readEnding(error: unknown, wait: boolean): Said {
  if (error === undefined) return wait ? 'ready' : 'accepted';
  if (error instanceof UncertainRestoreError) return 'perhaps one';
  const isThis = error instanceof RestoreFailedError || error instanceof RestoreUnfinishedError;
  return isThis ? 'this one' : 'none';
}

const NAME = 'Drill-7';

/** Plays one restore to its end and checks the promise. */
export async function playRestore(scenario: RestoreScenario): Promise<PlayedRestore> {
  const { cloud, faults, restoreMs, instanceLagMs, jobLagMs, clientTokens } = scenario;
  const { name: kind, wait, timeoutMs, throttle } = scenario;
  const clock = virtualClock();
  const { dispatcher, destroy } = dyingRoutes(scenario.resetCode);
  const simulator = await startSimulator({
    ...{ now: clock.epochMs, cloud, restoreMs, instanceLagMs, jobLagMs, clientTokens },
    ...(throttle && { throttle }),
  });
  endHungRequests(simulator);
  const { account, endpoints, iamEndpoint } = simulator;
  const { username, password, domainName } = account;
  const client = new RestoreClient({
    ...{ region: account.projectName, cloud, endpoints, iamEndpoint, clock, dispatcher },
    random: () => 0.5,
    credentials: { kind: 'password', username, password, domainName },
  });
  try {
    const { id, name, beganAt, endsAt } = simulator.seedBackup({
      instanceId: SOURCE_ID,
      type: 'manual',
    });
    if (scenario.hasNamesake && kind === 'own') {
      simulator.setInstance('ed7cc6166ec24360a5ed5c5c9c2ed726in01', { name: NAME });
    }
    for (const one of faults) simulator.inject(one);
    const backup = {
      ...({ service: 'rds', id, name, instanceId: SOURCE_ID, status: 'COMPLETED' } as const),
      ...{ statusWord: 'COMPLETED', jobId: undefined, partial: false, sizeMb: 1, type: 'manual' },
      ...{ beginTime: new Date(beganAt).toISOString(), endTime: new Date(endsAt).toISOString() },
      ...{ description: undefined, created: true, wasListed: true },
    };
    let instance: RestoredInstance | undefined;
    let error: unknown;
    const onAccepted = (accepted: RestoredInstance) => {
      instance = accepted;
    };
    try {
      instance = await client.restoreBackup(backup, {
        ...{ password: PASSWORD, wait, timeoutMs, onAccepted },
        ...(kind !== 'default' && { name: NAME, hasUniqueName: kind === 'unique' }),
      });
    } catch (reason) {
      error = reason;
    }
    const { restored } = simulator;
    const restoreCalls = restoreBodies(simulator).length;
    const played = { said: readEnding(error, wait), error, instance, restored, restoreCalls };
    expectTheRestorePromise(simulator, played, id);
    return played;
  } finally {
    await client.close();
    await destroy();
    await simulator.stop();
  }
}

/**
 * Green is exactly one ready instance of this backup (without waiting: this one was accepted); red says
 * none, this id, or that one may exist. Never a second call after an unclear answer, never a deletion.
 */
function expectTheRestorePromise(simulator: Simulator, played: PlayedRestore, backupId: string) {
  const { said, error, instance, restored, restoreCalls } = played;
  const ids = restored.map(({ id }) => id);
  if (error !== undefined) expect(error).toBeInstanceOf(BackupError);
  if (said === 'ready') {
    expect(restored).toEqual([
      expect.objectContaining({ id: instance?.id, backupId, originalId: SOURCE_ID }),
    ]);
    expect(restored[0]?.state).toBe('ready');
  }
  if (said === 'accepted') expect(ids).toContain(instance?.id);
  if (said === 'none') expect(ids).toEqual([]);
  if (said === 'this one') {
    expect(Object(error).instance.id).toBe(instance?.id);
    // A second one of a gateway's is known by a list alone, which may have come too late.
    const isDoubled = simulator.requests.some(({ fault: met }) => met === 'replay');
    expect(isDoubled ? ids.filter((id) => id === instance?.id) : ids).toEqual([instance?.id]);
  }
  if (said === 'perhaps one') expect(ids.length).toBeLessThanOrEqual(2);
  expect(hasAskedTwice(simulator)).toBe(false);
  expect(simulator.requests.some(({ method }) => method === 'DELETE')).toBe(false);
  const point = { instance_id: SOURCE_ID, type: 'backup', backup_id: backupId };
  for (const body of restoreBodies(simulator)) expect(body['restore_point']).toEqual(point);
  expect(restoreCalls).toBeLessThan(200);
}
