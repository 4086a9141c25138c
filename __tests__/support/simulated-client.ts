import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { BackupClient, type BackupClientOptions, type ServiceId } from '../../src/index.ts';
import { type SharedClock, sharedClock } from './shared-clock.ts';

export interface SimulatedCloud {
  readonly simulator: Simulator;
  readonly client: BackupClient;
  readonly clock: SharedClock;
  /** The ids of a service's instances, by their names. */
  findId(service: ServiceId, name?: string): string;
}

/** A simulated cloud whose time stands still, and a client of it. */
export async function withSimulatedCloud(
  changes: Partial<BackupClientOptions>,
  work: (cloud: SimulatedCloud) => Promise<void>,
): Promise<void> {
  const clock = sharedClock();
  const cloud = changes.cloud === 'huaweicloud' ? 'huaweicloud' : 'otc';
  const simulator = await startSimulator({ now: clock.epochMs, cloud });
  const { account, endpoints, iamEndpoint, instances } = simulator;
  const client = new BackupClient({
    region: account.projectName,
    endpoints,
    iamEndpoint,
    credentials: { kind: 'token', token: account.token },
    clock,
    random: () => 0.5,
    ...changes,
  });
  const findId = (service: ServiceId, name?: string) => {
    const found = instances.find(
      (one) => one.service === service && one.name === (name ?? one.name),
    );
    if (found === undefined) throw new Error(`${service} has no instance ${name}`);
    return found.id;
  };
  try {
    await work({ simulator, client, clock, findId });
  } finally {
    await client.close();
    await simulator.stop();
  }
}

export const thrownBy = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
