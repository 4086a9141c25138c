import { join } from 'node:path';
import * as v from 'valibot';
import { root } from './places.ts';
import { startServer } from './start-server.ts';

const simulatorSchema = v.object({
  endpoints: v.object({ taurusdb: v.string() }),
  iamEndpoint: v.string(),
  account: v.object({ token: v.string(), projectId: v.string() }),
  instances: v.array(v.object({ id: v.string(), service: v.string() })),
});

export interface RunningSimulator {
  readonly url: string;
  readonly iamUrl: string;
  readonly token: string;
  readonly projectId: string;
  readonly instanceId: string;
  stop(): Promise<void>;
}

/** The simulated clouds in another process; backups are over at once, so that the next may begin. */
export async function startSimulatorProcess(): Promise<RunningSimulator> {
  const cli = join(root, 'simulator', 'cli.ts');
  const { said, stop } = await startServer(cli, ['--json', '--backup-seconds', '0']);
  const { endpoints, iamEndpoint, account, instances } = v.parse(simulatorSchema, said);
  const instance = instances.find(({ service }) => service === 'taurusdb');
  if (instance === undefined) throw new Error('the simulator has no instance of taurusdb');
  const { token, projectId } = account;
  const iamUrl = iamEndpoint;
  return { url: endpoints.taurusdb, iamUrl, token, projectId, instanceId: instance.id, stop };
}
