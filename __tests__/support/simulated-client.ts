import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import type { BackupClientOptions, Credentials, ServiceId } from '../../src/index.ts';
import { TaskClient } from '../../src/task-client.ts';
import { recordLog } from './memory-cloud.ts';
import { withSimulator } from './simulated-cloud.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A simulated cloud, and whoever connects to it; time passes only while a client sleeps. */
export interface ConnectedCloud {
  readonly simulator: Simulator;
  /** The time of everybody. */
  readonly clock: VirtualClock;
  /** What all clients wrote, with its level, and what they called a secret. */
  readonly log: ReturnType<typeof recordLog>;
  connect(credentials: Credentials, changes?: Partial<BackupClientOptions>): TaskClient;
  /** The ids of a service's instances, by their names. */
  findId(service: ServiceId, name?: string): string;
}

/** `skewMs`: how far the clients' clock is off. */
export async function withClients(
  { skewMs = 0, ...options }: SimulatorOptions & { readonly skewMs?: number },
  test: (cloud: ConnectedCloud) => Promise<void>,
): Promise<void> {
  const clock = virtualClock();
  const log = recordLog();
  const clients: TaskClient[] = [];
  await withSimulator({ now: clock.epochMs, ...options }, async (simulator) => {
    const { account, endpoints, iamEndpoint, stsEndpoint, instances } = simulator;
    try {
      await test({
        simulator,
        clock,
        log,
        connect(credentials, changes) {
          const client = new TaskClient({
            region: account.projectName,
            endpoints,
            iamEndpoint,
            stsEndpoint,
            credentials,
            clock: { ...clock, epochMs: () => clock.epochMs() + skewMs },
            random: () => 0.5,
            log,
            ...changes,
          });
          clients.push(client);
          return client;
        },
        findId(service, name) {
          const found = instances.find(
            (one) => one.service === service && one.name === (name ?? one.name),
          );
          if (found === undefined) throw new Error(`${service} has no instance ${name}`);
          return found.id;
        },
      });
    } finally {
      await Promise.all(clients.map((client) => client.close()));
    }
  });
}

/** A simulated cloud with one client of it, which has the account's token. */
export async function withClient(
  changes: Partial<BackupClientOptions>,
  test: (cloud: ConnectedCloud & { readonly client: TaskClient }) => Promise<void>,
): Promise<void> {
  const cloud = changes.cloud === 'huaweicloud' ? 'huaweicloud' : 'otc';
  await withClients({ cloud }, async (connected) => {
    const { token } = connected.simulator.account;
    await test({ ...connected, client: connected.connect({ kind: 'token', token }, changes) });
  });
}

/** How often the cloud was asked for this. */
export const count = ({ requests }: Simulator, operation: string): number =>
  requests.filter((request) => request.operation === operation).length;

export const TAURUS = {
  service: 'taurusdb',
  instanceId: '07033b125fd94a8a96896f8bcfee6ddain07',
  name: 'before-release-42',
} as const;
