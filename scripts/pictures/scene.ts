import type { Simulator } from '../../simulator/index.ts';
import { readActionFile } from '../runner/step-environment.ts';
import { buildRawLog } from './raw-log.ts';
import { replaceIds } from './replace-ids.ts';
import { root, withVirtualCloud } from './virtual-cloud.ts';

/** One step that pictures are drawn of, in a simulated cloud of its own. */
export interface Scene {
  readonly name: string;
  /** How long a backup takes. */
  readonly backupMs: number;
  /** Sets the cloud up; gives what the step's `with:` has besides region and login. */
  readonly prepare: (simulator: Simulator) => Readonly<Record<string, string>>;
}

export interface SceneTexts {
  readonly log: string;
  readonly summary: string;
}

/** Where the simulated clouds listen: no user has these lines, so no picture shows them. */
const listAddresses = ({ endpoints, iamEndpoint }: Simulator) => ({
  endpoint: Object.entries(endpoints)
    .map(([service, url]) => `${service}=${url}`)
    .join('\n'),
  iam_endpoint: iamEndpoint,
});

/** Runs the step, and gives what GitHub would show of it; the same texts every time. */
export async function playScene({ backupMs, prepare }: Scene): Promise<SceneTexts> {
  return await withVirtualCloud(backupMs, async ({ simulator, run }) => {
    const { username, password, domainName, projectName } = simulator.account;
    const secrets = { username, password, domain_name: domainName };
    const given = { ...prepare(simulator), region: projectName, ...secrets };
    const step = await run({ ...given, ...listAddresses(simulator) });
    const log = buildRawLog(step, { given, secrets, action: readActionFile(root) });
    const known = JSON.stringify([simulator.account, simulator.instances]);
    // The summary first: of several backups, the order in the log depends on who answers first.
    const [summary = '', rawLog = ''] = replaceIds([step.summary, log], known);
    return { log: rawLog, summary };
  });
}
