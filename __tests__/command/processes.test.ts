import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Fault, Simulator } from '../../simulator/index.ts';
import { root } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

const HOUR_MS = 3_600_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a process of its own. */
async function runProcess(
  { account, endpoints, iamEndpoint, ...simulator }: Simulator,
  args: readonly string[],
  onStart?: (child: ChildProcess) => void,
): Promise<Ended> {
  const where = ['--region', 'eu-de', '--iam-endpoint', iamEndpoint];
  const service = ['--service', 'taurusdb', '--endpoint', endpoints['taurusdb'] ?? ''];
  const [instance = ''] = simulator.instances.flatMap((one) =>
    one.service === 'taurusdb' ? one.id : [],
  );
  const all = ['create', ...service, '--instance-id', instance, ...where, ...args];
  const child = spawn(process.execPath, [join(root, 'src/command/cli.ts'), ...all], {
    env: { OS_ACCESS_KEY: account.accessKey, OS_SECRET_KEY: account.secretKey },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (written.stdout += data));
  child.stderr.on('data', (data) => (written.stderr += data));
  onStart?.(child);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...written };
}

const ROWS: readonly (readonly [
  code: number,
  args: readonly string[],
  faults: readonly Fault[],
])[] = [
  [0, [], []],
  [1, [], [{ name: 'forbidden', operation: 'create' }]],
  [2, ['--wait-timeout', '5'], []],
  [
    3,
    ['--wait-timeout', '3s'],
    [
      { name: 'reset-after', operation: 'create', times: 9 },
      { name: '500', operation: 'list', times: 99 },
    ],
  ],
];

test.each(ROWS)('a process ends with %i', async (code, args, faults) => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    for (const fault of faults) simulator.inject(fault);
    expect(await runProcess(simulator, args)).toMatchObject({ code });
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a wait with 4, with the id, and that it goes on',
  async (signal) => {
    await withSimulator({ backupMs: HOUR_MS }, async (simulator) => {
      let lists = 0;
      const { code, stdout, stderr } = await runProcess(simulator, [], (child) => {
        simulator.onResponse(({ operation }) => {
          if (operation === 'list') lists += 1;
          if (operation === 'list' && lists === 1) child.kill(signal);
        });
      });
      const [made] = simulator.backups;
      expect(code).toBe(4);
      expect(stderr).toContain(`Received ${signal}: ending this command.`);
      expect(stderr).toContain(`Backup ${made?.id}`);
      expect(stderr).toContain('goes on in the cloud');
      expect(stdout).toContain(made?.id);
      expect(instanceIdAt(simulator, 'taurusdb')).toBe(made?.instanceId);
    });
  },
);
