import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { type Backup, type BackupClientOptions, RestoreClient } from '../../src/index.ts';
import { recordLog } from './memory-cloud.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** PostgreSQL on disks that both clouds restore to: nothing but the password is open. */
export const SOURCE_ID = 'a48e43ff268f4c0e879652d65e63d0fbin03';
export const PASSWORD = 'Ready-4-2nite';

export interface RestoreCloud {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly log: ReturnType<typeof recordLog>;
  readonly client: RestoreClient;
  /** A completed one of the source. */
  readonly backup: Backup;
}

export interface RestoreCloudOptions extends SimulatorOptions {
  readonly client?: Partial<BackupClientOptions>;
  readonly sourceId?: string;
}

/** A simulated cloud with a backup of RDS, and a client that may restore it; half an hour makes an instance. */
export async function withRestoreCloud(
  { client: changes, sourceId = SOURCE_ID, ...options }: RestoreCloudOptions,
  test: (cloud: RestoreCloud) => Promise<void>,
): Promise<void> {
  const clock = virtualClock();
  const log = recordLog();
  const times = { restoreMs: 1_800_000, backupMs: 600_000, jobLagMs: 10_000 };
  const simulator = await startSimulator({ now: clock.epochMs, ...times, ...options });
  const { account, endpoints, iamEndpoint } = simulator;
  const client = new RestoreClient({
    ...{ region: account.projectName, cloud: options.cloud, endpoints, iamEndpoint, clock, log },
    random: () => 0.5,
    credentials: { kind: 'token', token: account.token },
    ...changes,
  });
  try {
    const { id } = simulator.seedBackup({ instanceId: sourceId, type: 'manual' });
    const backup = await client.getBackup({ service: 'rds', id, instanceId: sourceId });
    if (backup === undefined) throw new Error('no backup');
    await test({ simulator, clock, log, client, backup });
  } finally {
    await client.close();
    await simulator.stop();
  }
}

/** The bodies of all calls that ask for an instance. */
export const restoreBodies = ({ requests }: Simulator): readonly Record<string, unknown>[] =>
  requests
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/instances'))
    .map(({ body }) => JSON.parse(body));
