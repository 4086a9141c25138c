import { expect, test } from '@jest/globals';
import { startSimulator } from '../../../../simulator/index.ts';
import { type ServiceId, serviceIds } from '../../../../src/index.ts';
import {
  aBackup,
  INSTANCE,
  type Reply,
  testClient,
  thrownBy,
} from '../../../support/memory-cloud.ts';
import { runInProcess } from '../../../support/run-in-process.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

type Record = Readonly<{ status?: string; size?: unknown }> | Reply;

/** A wait for a backup whose record is this at each moment; in milliseconds since the wait began. */
function waitWith(recordAt: (ms: number) => Record, service: ServiceId = 'taurusdb') {
  const clock = virtualClock();
  const { client, log } = testClient({
    clock,
    respond() {
      const record = recordAt(clock.monotonicMs());
      if ('body' in record) return record;
      const entry = { id: 'b-1', status: 'COMPLETED', type: 'manual', backuptype: '1', ...record };
      return { body: { backups: [entry], total_count: 1 } };
    },
  });
  const instanceId = service === 'rds-v1' ? 'n-1' : INSTANCE;
  const wait = (timeoutMs: number) =>
    thrownBy(client.waitForBackup(aBackup({ service, instanceId }), { timeoutMs }));
  const warnings = () => log.lines.filter((line) => line.startsWith('warning'));
  return { clock, wait, warnings };
}

const WARNING =
  'warning: Backup b-1 (nightly) is completed, but the cloud gives its size as 0: look at it in the console.';

test.each(serviceIds)('%s: a size that comes within a minute is waited for', async (service) => {
  const { clock, wait, warnings } = waitWith((ms) => ({ size: ms < 25_000 ? 0 : 1_024 }), service);
  const backup = await wait(600_000);
  expect(backup).toMatchObject({ status: 'COMPLETED', sizeMb: expect.any(Number) });
  expect(backup).not.toHaveProperty('sizeMb', 0);
  expect(clock.monotonicMs()).toBe(30_000);
  expect(warnings()).toEqual([]);
});

test.each(serviceIds)(
  '%s: a size that stays 0 ends green after a minute, without a size',
  async (service) => {
    const { clock, wait, warnings } = waitWith(() => ({ size: 0 }), service);
    expect(await wait(600_000)).toMatchObject({ status: 'COMPLETED', sizeMb: undefined });
    expect(clock.monotonicMs()).toBe(60_000);
    expect(warnings()).toEqual([WARNING]);
  },
);

test('the deadline ends the wait for a size, and it ends green', async () => {
  const { clock, wait, warnings } = waitWith(() => ({ size: 0 }));
  expect(await wait(17_000)).toHaveProperty('status', 'COMPLETED');
  expect(clock.monotonicMs()).toBe(17_000);
  expect(warnings()).toEqual([WARNING]);
});

test.each([undefined, null, 'big', 1, 0.001])(
  'a size of %j costs no further poll',
  async (size) => {
    const { clock, wait, warnings } = waitWith(() => ({ size }));
    expect(await wait(600_000)).not.toHaveProperty('sizeMb', 0);
    expect(clock.monotonicMs()).toBe(0);
    expect(warnings()).toEqual([]);
  },
);

test.each<[string, Reply]>([
  ['the right to look is taken away', { status: 403, body: { error_code: 'DBS.280015' } }],
  ['the cloud answers nothing but errors', { status: 503, body: {} }],
])('a completed backup stays completed, though %s meanwhile', async (_, reply) => {
  const { wait, warnings } = waitWith((ms) => (ms < 5_000 ? { size: 0 } : reply));
  expect(await wait(600_000)).toMatchObject({ status: 'COMPLETED', sizeMb: undefined });
  expect(warnings()).toContain(WARNING);
});

test.each([
  ['FAILED', 'BackupFailedError'],
  ['BUILDING', 'DeadlineError'],
])(
  'the record alone decides: one that is %s after all is no restore point',
  async (status, name) => {
    const { wait } = waitWith((ms) => (ms < 5_000 ? { size: 0 } : { status, size: 0 }));
    expect(await wait(600_000)).toHaveProperty('name', name);
  },
);

test('a step shows no size of 0: the output is empty, and the log has one warning', async () => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs() });
  try {
    const instanceId = simulator.instances.find(({ service }) => service === 'rds')?.id ?? '';
    simulator.seedBackup({ instanceId, name: 'nightly', type: 'manual', sizeKb: 0 });
    const inputs = { name: 'nightly', reuse_existing: 'true' };
    const { error, outputs, lines } = await runInProcess(simulator, clock, {
      service: 'rds',
      inputs,
    });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ status: 'COMPLETED', size_mb: '' });
    const text = lines.join('\n');
    expect(text).not.toContain('0 MB');
    expect(text.match(/gives its size as 0/g)).toHaveLength(1);
  } finally {
    await simulator.stop();
  }
});
