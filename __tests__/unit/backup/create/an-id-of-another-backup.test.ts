import { expect, test } from '@jest/globals';
import { startSimulator } from '../../../../simulator/index.ts';
import {
  type Backup,
  type BackupOutcome,
  type ServiceId,
  serviceIds,
  UncertainCreateError,
} from '../../../../src/index.ts';
import { INSTANCE, testClient, thrownBy } from '../../../support/memory-cloud.ts';
import { runInProcess } from '../../../support/run-in-process.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

interface Play {
  readonly service?: ServiceId;
  /** How long before the ask the record of the answered id began. */
  readonly ageMs?: number;
  readonly zone?: string;
  readonly name?: string;
  /** Whether the answers tell the cloud's time. */
  readonly isDated?: boolean;
  /** When the list shows ours, in milliseconds since the beginning. */
  readonly oursAtMs?: number;
  readonly hasUniqueName?: boolean;
  /** How far the runner's clock is off. */
  readonly skewMs?: number;
}

/** A cloud that answers a create with the id of a backup that is there already. */
function playCloud({
  service = 'taurusdb',
  ageMs = 5 * DAY_MS,
  zone = '+0000',
  name = 'nightly-1',
  isDated = true,
  oursAtMs = Number.POSITIVE_INFINITY,
  skewMs = 0,
}: Play) {
  const clock = virtualClock();
  const startMs = clock.epochMs() + skewMs;
  const instanceId = service === 'rds-v1' ? 'n-1' : INSTANCE;
  const entry = (id: string, called: string, beganMs: number) => {
    const time = `${new Date(beganMs).toISOString().slice(0, 19)}${zone}`;
    const words = { status: 'COMPLETED', type: 'manual', backuptype: '1' };
    return { id, name: called, ...words, begin_time: time, created: time };
  };
  const order = { service, instanceId, name: 'nightly-1', description: 'a test' };
  const creates: string[] = [];
  const { client, log } = testClient({
    clock,
    respond({ method }) {
      const nowMs = startMs + clock.monotonicMs();
      const headers: Readonly<Record<string, string>> = isDated
        ? { date: new Date(nowMs).toUTCString() }
        : {};
      if (method === 'POST') {
        creates.push(method);
        return { headers, body: { backup: { id: 'b-old' }, backup_id: 'b-old', job_id: 'j-1' } };
      }
      const ours = nowMs - startMs < oursAtMs ? [] : [entry('b-ours', 'nightly-1', startMs)];
      const backups = [entry('b-old', name, startMs - ageMs), ...ours];
      return { headers, body: { backups, total_count: backups.length } };
    },
  });
  return { client, clock, log, creates, order };
}

/** One order, from the ask to its end, with the ids that were accepted on the way. */
async function play(setup: Play): Promise<{
  readonly outcome: BackupOutcome | undefined;
  readonly accepted: readonly string[];
  readonly creates: number;
  readonly lines: readonly string[];
}> {
  const { client, log, creates, order } = playCloud(setup);
  const { hasUniqueName = true } = setup;
  const accepted: string[] = [];
  const onAccepted = ({ id }: Backup) => accepted.push(id);
  const options = { timeoutMs: 10 * MINUTE_MS, hasUniqueName, onAccepted };
  const [outcome] = await client.createBackups([order], options);
  return { outcome, accepted, creates: creates.length, lines: log.lines };
}

test.each(serviceIds)(
  '%s: a record that began before the ask is not ours: ours is looked for by name and waited for',
  async (service) => {
    const { outcome, ...rest } = await play({ service, name: 'weekly', oursAtMs: 20_000 });
    expect(outcome?.error).toBeUndefined();
    expect(outcome?.backup).toMatchObject({ id: 'b-ours', status: 'COMPLETED', created: true });
    expect(rest).toMatchObject({ accepted: ['b-old', 'b-ours'], creates: 1 });
  },
);

test.each(serviceIds)('%s: where ours is not found it may exist', async (service) => {
  const { outcome, creates } = await play({ service, name: 'weekly' });
  expect(outcome?.error).toBeInstanceOf(UncertainCreateError);
  expect(outcome?.error).toHaveProperty('candidates', []);
  expect(String(outcome?.error)).toContain('answered with the id of another backup: b-old began');
  expect(outcome?.backup).toBeUndefined();
  expect(creates).toBe(1);
});

test.each<[string, Play]>([
  ['it began five minutes before', { ageMs: 5 * MINUTE_MS }],
  ['its time has no zone', { zone: '' }],
  ['the answers tell no time', { isDated: false }],
  ['it has the name that nothing else makes up', { name: 'nightly-1' }],
  ['the runner’s clock is a week ahead', { ageMs: 0, skewMs: -7 * DAY_MS }],
])('where %s, the record is taken', async (_, setup) => {
  const { outcome } = await play({ name: 'weekly', ...setup });
  expect(outcome).toMatchObject({ error: undefined, backup: { id: 'b-old', status: 'COMPLETED' } });
});

test('an earlier backup of the user’s own name is not ours', async () => {
  const { outcome } = await play({ name: 'nightly-1', hasUniqueName: false });
  expect(outcome?.error).toBeInstanceOf(UncertainCreateError);
  expect(outcome?.backup).toBeUndefined();
});

test('a program that passes the backup on to the wait is told the same', async () => {
  const { client, order } = playCloud({ name: 'weekly' });
  const backup = await client.createBackup(order, { hasUniqueName: true });
  const timeoutMs = 10 * MINUTE_MS;
  expect(await thrownBy(client.waitForBackup(backup, { timeoutMs }))).toBeInstanceOf(
    UncertainCreateError,
  );
});

test('a cancel while ours is looked for ends with what is known: one may exist', async () => {
  const { client, clock, order } = playCloud({ name: 'weekly' });
  const signal = clock.signalAfter(15_000);
  const options = { timeoutMs: 10 * MINUTE_MS, hasUniqueName: true, signal };
  const [outcome] = await client.createBackups([order], options);
  expect(outcome?.error).toBeInstanceOf(UncertainCreateError);
  expect(outcome?.backup).toBeUndefined();
});

test.each([
  ['rds', 'UncertainCreateError', { backup_id: '', status: 'UNKNOWN', created: '' }],
  // DDS tells times without a zone: nothing can be told by them.
  ['dds', undefined, { backup_id: 'f00dbr07', status: 'COMPLETED' }],
])('a step of %s leaves no id of another backup behind', async (service, name, expected) => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs() });
  try {
    const instanceId = simulator.instances.find((one) => one.service === service)?.id ?? '';
    const beganAt = clock.epochMs() - 5 * DAY_MS;
    const old = { id: 'f00dbr07', name: 'weekly', type: 'manual', beganAt } as const;
    simulator.seedBackup({ instanceId, ...old });
    const body = { backup: { id: old.id }, backup_id: old.id };
    simulator.inject({ operation: 'create', name: 'error', status: 200, body });
    const { error, outputs, lines } = await runInProcess(simulator, clock, { service });
    expect(error instanceof Error ? error.name : undefined).toBe(name);
    expect(outputs).toMatchObject(expected);
    const told = lines.filter((line) => /^notice|restore point exists/i.test(line)).join('\n');
    expect(told.includes(old.id)).toBe(name === undefined);
  } finally {
    await simulator.stop();
  }
});
