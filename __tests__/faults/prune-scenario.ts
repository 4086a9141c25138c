import fc from 'fast-check';
import {
  type Fault,
  type SimulatedBackup,
  type Simulator,
  startSimulator,
} from '../../simulator/index.ts';
import { type Backup, BackupClient, type ServiceId } from '../../src/index.ts';
import { buildDefaultName, createMarkerTest } from '../../src/task/backup-name.ts';
import type { RunContext } from '../../src/task/origin.ts';
import { START_MS, type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** One workflow, as GitHub's runner tells of it, and as one does that knows names alone. */
const byIds: RunContext = {
  ...{ serverUrl: 'https://github.com', repository: 'octo-org/shop', workflow: 'deploy' },
  ...{ repositoryId: '7', workflowPath: 'deploy.yml', runId: '42', runAttempt: 1 },
  ...{ job: 'migrate', step: 'backup', sha: '', actor: 'mona' },
};
const byNames: RunContext = { ...byIds, repositoryId: '', workflowPath: '' };

/** What a run knows its workflow by. */
export type Form = 'ids' | 'names';

const nameIn = (run: RunContext) =>
  buildDefaultName(run, { service: 'rds', instanceId: 'i-1' }, () => 0.5);

/** Names of backups, by whom they are from. */
export const NAMES = {
  ids: nameIn(byIds),
  names: nameIn(byNames),
  otherIds: nameIn({ ...byIds, workflowPath: 'nightly.yml' }),
  otherNames: nameIn({ ...byNames, workflow: 'nightly' }),
  file: nameIn({ ...byIds, repositoryId: '' }),
  hand: 'by-hand',
  nearly: `n${nameIn(byIds)}`,
};

export const isOurs: Readonly<Record<Form, (name: string) => boolean>> = {
  ids: createMarkerTest(byIds),
  names: createMarkerTest(byNames),
};

/** A backup that is there already. */
interface Planted {
  /** 0: the instance that is pruned; others: further ones of the same host. */
  readonly at: number;
  readonly name: string;
  readonly type: 'manual' | 'auto';
  readonly beganHoursAgo: number;
  readonly tookMinutes: number;
  readonly end: 'completed' | 'failed' | 'running';
}

export interface PruneScenario {
  /** What the run that prunes knows its workflow by. */
  readonly form: Form;
  readonly planted: readonly Planted[];
  readonly keepLast: number;
  readonly keepDays: number | undefined;
  /** How far the client's clock is off. */
  readonly skewMs: number;
  readonly faults: readonly Fault[];
}

const planted: fc.Arbitrary<Planted> = fc.record({
  at: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
  name: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(NAMES.ids, NAMES.names) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(NAMES)) },
  ),
  type: fc.constantFrom('manual', 'manual', 'manual', 'auto'),
  beganHoursAgo: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -1, max: 6 }) },
    { weight: 1, arbitrary: fc.integer({ min: 20, max: 80 }) },
  ),
  // Many are finished in a moment, some took so long that they are young all the same.
  tookMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 })),
  end: fc.constantFrom('completed', 'completed', 'failed', 'running'),
});

const where = {
  operation: fc.constantFrom('list' as const, 'delete' as const, 'instances' as const),
  skip: fc.integer({ min: 0, max: 3 }),
  times: fc.integer({ min: 1, max: 3 }),
};

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      ...(['reset-before', 'reset-after', '429', 'truncated-json', 'empty-200'] as const),
      ...(['forbidden', 'token-expired', 'lagging-list'] as const),
    ),
    ...where,
  }),
  fc.record({
    name: fc.constantFrom('500' as const, '503' as const, 'html-200' as const),
    after: fc.boolean(),
    ...where,
  }),
);

const scenarioWith = (faults: fc.Arbitrary<readonly Fault[]>): fc.Arbitrary<PruneScenario> =>
  fc.record({
    form: fc.constantFrom<Form>('ids', 'names'),
    planted: fc.array(planted, { maxLength: 12 }),
    keepLast: fc.integer({ min: 1, max: 4 }),
    keepDays: fc.constantFrom(undefined, undefined, 1, 2),
    skewMs: fc.constantFrom(0, 0, -YEAR_MS, YEAR_MS),
    faults,
  });

export const calmScenario = scenarioWith(fc.constant([]));
export const faultyScenario = scenarioWith(fc.array(fault, { minLength: 1, maxLength: 4 }));

interface PruneCloud {
  readonly simulator: Simulator;
  readonly client: BackupClient;
  /** The instance that is pruned comes first. */
  readonly ids: readonly string[];
  readonly clock: VirtualClock;
}

/** A simulated cloud with two clouds' rules: GeminiDB can't delete on OTC. */
export async function withPruneCloud(
  { service, skewMs = 0 }: { readonly service: ServiceId; readonly skewMs?: number },
  work: (cloud: PruneCloud) => unknown,
) {
  const clock = virtualClock();
  const cloud = service === 'geminidb' ? 'huaweicloud' : 'otc';
  const simulator = await startSimulator({
    now: () => clock.epochMs(),
    backupMs: MINUTE_MS,
    cloud,
  });
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const { username, password, domainName } = account;
  const client = new BackupClient({
    cloud,
    region: account.projectName,
    endpoints,
    iamEndpoint,
    clock: { ...clock, epochMs: () => clock.epochMs() + skewMs },
    random: () => 0.5,
    credentials: { kind: 'password', username, password, domainName },
  });
  const own = instances.find((instance) => instance.service === service);
  const others = instances.filter((one) => one !== own && one.host === own?.host);
  try {
    const ids = [own, ...others].flatMap((one) => one?.id ?? []);
    await work({ simulator, client, ids, clock });
  } finally {
    await client.close();
    await simulator.stop();
  }
}

export function plant(simulator: Simulator, ids: readonly string[], drawn: Planted): void {
  const { at, name, type, beganHoursAgo, tookMinutes, end } = drawn;
  // The own one began at the start, and one that is yet to begin would be in no list.
  const beganAt = beganHoursAgo < 0 ? START_MS + 20_000 : START_MS - beganHoursAgo * HOUR_MS;
  const endsAt = Math.min(beganAt + 10_000 + tookMinutes * MINUTE_MS, START_MS + 30_000);
  const running = { endsAt: START_MS + 1_000 * HOUR_MS };
  simulator.seedBackup({
    instanceId: ids[at % ids.length] ?? '',
    name,
    type,
    beganAt,
    ...(end === 'running' ? running : { endsAt }),
    ...(end === 'failed' && { failReason: 'no space' }),
  });
}

interface PruneMoment {
  readonly form: Form;
  readonly own: Pick<Backup, 'id'>;
  readonly keepLast: number;
  readonly keepDays: number | undefined;
  readonly nowMs: number;
}

/** Whether the rule lets this backup go, as the cloud itself knows it; told by counting. */
export function mayGo(
  one: SimulatedBackup,
  all: readonly SimulatedBackup[],
  { form, own, keepLast, keepDays = 0, nowMs }: PruneMoment,
): boolean {
  const isMine = ({ name }: SimulatedBackup) => name === NAMES[form];
  // The cloud's times have no milliseconds.
  const seconds = (ms: number) => Math.floor(ms / 1_000) * 1_000;
  if (seconds(one.endsAt) > nowMs - HOUR_MS) return false;
  const mine = all.find(({ id }) => id === own.id);
  if (mine && seconds(mine.endsAt) - seconds(one.endsAt) <= keepDays * DAY_MS) return false;
  if (mine === undefined || one.id === own.id || one.beganAt >= mine.beganAt) return false;
  if (one.type !== 'manual' || !isMine(one) || one.instanceId !== mine.instanceId) return false;
  if (one.state !== 'COMPLETED' && one.state !== 'FAILED') return false;
  const completed = all.filter(
    (other) =>
      other.id !== one.id &&
      other.instanceId === mine.instanceId &&
      (other.id === own.id ||
        (other.type === 'manual' && isMine(other) && other.state === 'COMPLETED')),
  );
  const newer = completed.filter(({ beganAt }) => beganAt > one.beganAt).length;
  return newer >= keepLast || (one.state === 'FAILED' && newer === completed.length);
}
