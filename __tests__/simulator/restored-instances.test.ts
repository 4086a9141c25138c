import { expect, test } from '@jest/globals';
import type { Fault, SimulatorOptions } from '../../simulator/index.ts';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';

const ORIGINAL = 'a48e43ff268f4c0e879652d65e63d0fbin03';
const LIST = 'GET /v3/{pid}/instances?name=restored';

/** A completed backup, and the call that makes an instance of it. */
function prepare({ simulator, send }: SimulatedCloud) {
  const { id: backup_id } = simulator.seedBackup({ instanceId: ORIGINAL, type: 'manual' });
  const body = {
    ...{ name: 'restored', password: 'Ready-4-2nite', flavor_ref: 'rds.pg.n1.medium' },
    ...{ volume: { type: 'CLOUDSSD', size: 60 }, availability_zone: 'eu-de-02' },
    ...{ vpc_id: 'vpc', subnet_id: 'subnet', port: '5433' },
    restore_point: { instance_id: ORIGINAL, type: 'backup', backup_id },
  };
  const restore = (headers: Readonly<Record<string, string>> = {}) =>
    send('rds', 'POST /v3/{pid}/instances', { body, headers });
  return { backup_id, restore };
}

const play = (test: (cloud: SimulatedCloud) => Promise<void>, options: SimulatorOptions = {}) =>
  withCloud(test, { restoreMs: 600_000, ...options });

test('a restored instance is listed late, is made, ready, backed up by itself, and costs until it is deleted', () =>
  play(
    async ({ simulator, send, later, ...cloud }) => {
      const { backup_id, restore } = prepare({ simulator, send, later, ...cloud });
      const { json } = await restore();
      const { id } = simulator.restored[0] ?? { id: '' };
      expect(json).toMatchObject({ instance: { id, status: 'BUILD' } });
      expect((await send('rds', LIST)).json).toEqual({ instances: [], total_count: 0 });
      later(120_000);
      const made = { id, status: 'BUILD', private_ips: [], flavor_ref: 'rds.pg.n1.medium' };
      expect((await send('rds', LIST)).json).toMatchObject({ instances: [made] });
      later(480_000);
      const ready = { id, status: 'BACKING UP', private_ips: [expect.any(String)], port: 5433 };
      const placed = { volume: { size: 60 }, nodes: [{ availability_zone: 'eu-de-02' }] };
      expect((await send('rds', LIST)).json).toMatchObject({
        instances: [{ ...ready, ...placed }],
      });
      const remove = `DELETE /v3/{pid}/instances/${id}`;
      expect(errorSummary(await send('rds', remove))).toBe('409 DBS.201205');
      later(60_000);
      expect((await send('rds', LIST)).json).toMatchObject({ instances: [{ status: 'ACTIVE' }] });
      const shown = { id, name: 'restored', backupId: backup_id, originalId: ORIGINAL };
      expect(simulator.restored).toEqual([{ ...shown, state: 'ready', paidMs: 660_000 }]);
      expect((await send('rds', remove)).status).toBe(202);
      later(60_000);
      expect(simulator.restored).toEqual([{ ...shown, state: 'gone', paidMs: 660_000 }]);
    },
    { instanceLagMs: 120_000 },
  ));

test('one that fails stays, costs, and says why in its job', () =>
  play(async ({ simulator, send, later, ...cloud }) => {
    const { restore } = prepare({ simulator, send, later, ...cloud });
    simulator.inject({ name: 'restore-fails', failReason: 'no room' });
    const { json } = await restore();
    later(900_000);
    expect((await send('rds', LIST)).json).toMatchObject({ instances: [{ status: 'FAILED' }] });
    const { job_id } = Object(json);
    const job = await send('rds', `GET /v3/{pid}/jobs?id=${job_id}`);
    expect(job.json).toMatchObject({ job: { status: 'Failed', fail_reason: 'no room' } });
    expect(simulator.restored).toMatchObject([{ state: 'failed', paidMs: 900_000 }]);
    const remove = `DELETE /v3/{pid}/instances/${simulator.restored[0]?.id}`;
    expect((await send('rds', remove)).status).toBe(202);
  }));

test('one that somebody deletes leaves the list', () =>
  play(async ({ simulator, send, later, ...cloud }) => {
    const { restore } = prepare({ simulator, send, later, ...cloud });
    simulator.inject({ name: 'restore-vanishes', afterMs: 60_000 });
    await restore();
    expect((await send('rds', LIST)).json).toMatchObject({ total_count: 1 });
    later(60_000);
    expect((await send('rds', LIST)).json).toMatchObject({ total_count: 0 });
    expect(simulator.restored).toMatchObject([{ state: 'gone', paidMs: 60_000 }]);
  }));

const lost: readonly (readonly [Fault, number])[] = [
  [{ name: 'reset-before' }, 0],
  [{ name: 'reset-after' }, 1],
  [{ name: '503', after: true }, 1],
  [{ name: 'empty-200' }, 1],
  [{ name: 'no-id' }, 1],
  [{ name: 'replay', answer: 'first' }, 2],
];

test.each(lost)('%j at a restore makes as many instances as it says', (fault, count) =>
  play(async ({ simulator, ...cloud }) => {
    const { restore } = prepare({ simulator, ...cloud });
    simulator.inject({ ...fault, operation: 'restore' });
    const answer = await restore().catch(() => undefined);
    expect(simulator.restored).toHaveLength(count);
    const [made] = simulator.restored;
    const isShown = made !== undefined && (answer?.text ?? '').includes(made.id);
    expect(isShown).toBe(fault.name === 'replay');
  }),
);

const TOKEN = { 'x-client-token': '3b6bcf0a-8a5c-4d4e-9f5b-0c1d2e3f4a5b' };

test.each([
  [true, 1],
  [false, 2],
])(
  'where restores keep to X-Client-Token (%j), two with one token make %j',
  (clientTokens, count) =>
    play(
      async ({ simulator, ...cloud }) => {
        const { restore } = prepare({ simulator, ...cloud });
        const answers = [await restore(TOKEN), await restore(TOKEN)].map(({ text }) => text);
        expect([simulator.restored.length, new Set(answers).size]).toEqual([count, count]);
        const refused = await restore({ 'x-client-token': 'no uuid' });
        expect(errorSummary(refused)).toBe('400 DBS.280497');
      },
      { cloud: 'huaweicloud', clientTokens },
    ),
);
