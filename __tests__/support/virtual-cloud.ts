import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { BackupClient, type BackupClientOptions, type Credentials } from '../../src/index.ts';

export interface VirtualCloud {
  readonly simulator: Simulator;
  readonly logged: readonly string[];
  readonly secrets: readonly string[];
  /** Moves the time of everybody. */
  pass(ms: number): void;
  connect(credentials: Credentials, options?: Partial<BackupClientOptions>): BackupClient;
}

export const START_MS = Date.UTC(2026, 10, 21, 12);

/** A simulated cloud whose time passes only while a client sleeps. `skewMs`: how far the client's clock is off. */
export async function withVirtualCloud(
  options: SimulatorOptions & { readonly skewMs?: number },
  test: (cloud: VirtualCloud) => Promise<void>,
): Promise<void> {
  const { skewMs = 0, ...rest } = options;
  let nowMs = START_MS;
  const logged: string[] = [];
  const secrets: string[] = [];
  const simulator = await startSimulator({ now: () => nowMs, ...rest });
  const clients: BackupClient[] = [];
  const { account, endpoints, iamEndpoint, stsEndpoint } = simulator;
  const note = (text: string) => void logged.push(text);
  try {
    await test({
      simulator,
      logged,
      secrets,
      pass: (ms) => {
        nowMs += ms;
      },
      connect(credentials, changes = {}) {
        const client = new BackupClient({
          region: account.projectName,
          endpoints,
          iamEndpoint,
          stsEndpoint,
          credentials,
          random: () => 0.5,
          log: { debug: note, info: note, warning: note, secret: (secret) => secrets.push(secret) },
          clock: {
            monotonicMs: () => nowMs - START_MS,
            epochMs: () => nowMs + skewMs,
            sleep: async (ms) => {
              nowMs += ms;
            },
            signalAfter: () => new AbortController().signal,
          },
          ...changes,
        });
        clients.push(client);
        return client;
      },
    });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await simulator.stop();
  }
}

export const TAURUS = {
  service: 'taurusdb',
  instanceId: '07033b125fd94a8a96896f8bcfee6ddain07',
  name: 'before-release-42',
} as const;

/** How often the cloud was asked for this. */
export const count = ({ requests }: Simulator, operation: string): number =>
  requests.filter((request) => request.operation === operation).length;
