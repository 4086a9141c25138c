import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Fault, Simulator } from '../../simulator/index.ts';
import { root } from './repository.ts';

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandProcess {
  /** The command's script. Default: the source. */
  readonly script?: string;
  readonly node?: string;
  readonly onStart?: (child: ChildProcess) => void;
}

/** `create` of the first instance of TaurusDB, as a process of its own with nothing else in its environment. */
export async function runCommand(
  { account, endpoints, iamEndpoint, ...simulator }: Simulator,
  args: readonly string[],
  {
    script = join(root, 'src/command/cli.ts'),
    node = process.execPath,
    onStart,
  }: CommandProcess = {},
): Promise<EndedCommand> {
  const where = ['--region', 'eu-de', '--iam-endpoint', iamEndpoint];
  const service = ['--service', 'taurusdb', '--endpoint', endpoints['taurusdb'] ?? ''];
  const [instance = ''] = simulator.instances.flatMap((one) =>
    one.service === 'taurusdb' ? one.id : [],
  );
  const all = ['create', ...service, '--instance-id', instance, ...where, ...args];
  const child = spawn(node, [script, ...all], {
    env: { OS_ACCESS_KEY: account.accessKey, OS_SECRET_KEY: account.secretKey },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (written.stdout += data));
  child.stderr.on('data', (data) => (written.stderr += data));
  onStart?.(child);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...written };
}

interface Ending {
  readonly code: number;
  readonly args: readonly string[];
  readonly faults: readonly Fault[];
  /** How long a backup takes, in milliseconds. */
  readonly backupMs: number;
}

/** What leads to each exit code. */
export const ENDINGS: readonly Ending[] = [
  { code: 0, args: [], faults: [], backupMs: 0 },
  { code: 1, args: [], faults: [{ name: 'forbidden', operation: 'create' }], backupMs: 0 },
  { code: 2, args: ['--wait-timeout', '5'], faults: [], backupMs: 0 },
  {
    code: 3,
    args: ['--wait-timeout', '3s'],
    faults: [
      { name: 'reset-after', operation: 'create', times: 9 },
      { name: '500', operation: 'list', times: 99 },
    ],
    backupMs: 0,
  },
  {
    code: 4,
    args: [],
    faults: [{ name: 'forbidden', operation: 'list', times: 99 }],
    backupMs: 3_600_000,
  },
];
