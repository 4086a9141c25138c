import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { type BackupClient, type CloudId, type ServiceId, serviceIds } from '../../src/index.ts';
import { type recordLog, thrownBy } from '../support/memory-cloud.ts';
import { withClient } from '../support/simulated-client.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const isOurs = (name: string) => name.startsWith('gh-');
const keepTwo = { keepLast: 2, isOurs };

interface Setting {
  readonly simulator: Simulator;
  readonly client: BackupClient;
  readonly log: ReturnType<typeof recordLog>;
  readonly instanceId: string;
  /** Ids from the newest, which began just now, to the oldest; a day apart. */
  readonly ids: readonly string[];
}

/** Five completed backups of ours, a day apart. */
async function withFive(
  { service = 'taurusdb', cloud = 'otc' }: { service?: ServiceId; cloud?: CloudId },
  work: (setting: Setting) => Promise<void>,
) {
  await withClient({ cloud }, async ({ simulator, client, clock, log, findId }) => {
    const instanceId = findId(service);
    const ids = [0, 1, 2, 3, 4].map((day) => {
      const beganAt = clock.epochMs() - day * DAY_MS - 60_000;
      const times = { beganAt, endsAt: beganAt + 1_000 };
      return simulator.seedBackup({ instanceId, name: `gh-${day}`, type: 'manual', ...times }).id;
    });
    await work({ simulator, client, log, instanceId, ids });
  });
}

const countDeletes = ({ requests }: Simulator) =>
  requests.filter(({ method }) => method === 'DELETE').length;
const idsOf = (backups: readonly { readonly id: string }[]) => backups.map(({ id }) => id);

test.each(serviceIds)('%s: the newest stay, the older ones go one by one', async (service) => {
  await withFive({ service, cloud: 'huaweicloud' }, async (setting) => {
    const { simulator, client, log, instanceId, ids } = setting;
    const [id = '', next, ...old] = ids;
    const report = await client.pruneBackups({ service, instanceId, id }, keepTwo);
    expect(idsOf(report.deleted).toSorted()).toEqual(old.toSorted());
    expect(report.kept).toEqual([]);
    expect(idsOf(simulator.backups).toSorted()).toEqual([id, next].toSorted());
    expect(log.lines.filter((line) => line.includes('Deleted backup'))).toHaveLength(3);
    const again = await client.pruneBackups({ service, instanceId, id }, keepTwo);
    expect(again).toEqual({ deleted: [], kept: [], young: [] });
  });
});

test.each(serviceIds)('%s: what would be deleted can be had without deleting', async (service) => {
  await withFive({ service, cloud: 'huaweicloud' }, async (setting) => {
    const { simulator, client, instanceId, ids } = setting;
    const target = { service, instanceId };
    const old = await client.findOldBackups(target, keepTwo);
    // The one that is to come takes a place.
    expect(idsOf(old).toSorted()).toEqual(ids.slice(1).toSorted());
    expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

test('GeminiDB on OTC deletes by the call that OTC documents since March 2026', async () => {
  const service = 'geminidb';
  await withFive({ service }, async ({ simulator, client, instanceId, ids }) => {
    const completed = { service, instanceId, id: ids[0] ?? '' } as const;
    const { deleted, kept } = await client.pruneBackups(completed, keepTwo);
    expect([idsOf(deleted), kept]).toEqual([ids.slice(2).toReversed(), []]);
    const paths = simulator.requests.flatMap(({ method, path }) =>
      method === 'DELETE' ? path.replace(/.*(?=\/v3)/, '').replace(/\/v3\/\w+/, '') : [],
    );
    expect(paths).toEqual(idsOf(deleted).map((id) => `/backups/${id}`));
  });
});

test.each([
  ['is still running', { endsAt: Number.MAX_SAFE_INTEGER }],
  ['has failed', { failReason: 'no space' }],
  ['belongs to another instance', { instanceId: 'd738399de028480fabb2b8120d4e01a4in07' }],
])('after a backup that %s nothing is deleted', async (_, patch) => {
  await withFive({}, async ({ simulator, client, instanceId }) => {
    const { id } = simulator.seedBackup({ instanceId, name: 'gh-x', type: 'manual', ...patch });
    const completed = { service: 'taurusdb', instanceId, id } as const;
    const error = await thrownBy(client.pruneBackups(completed, keepTwo));
    expect(error).toMatchObject({ name: 'BackupError', message: expect.stringContaining(id) });
    expect(countDeletes(simulator)).toBe(0);
  });
});

test('after a backup that no list shows nothing is deleted', async () => {
  await withFive({}, async ({ simulator, client, instanceId }) => {
    const completed = { service: 'taurusdb', instanceId, id: 'b-404' } as const;
    expect(await thrownBy(client.pruneBackups(completed, keepTwo))).toHaveProperty('name');
    expect(countDeletes(simulator)).toBe(0);
  });
});

test.each([0, -1, 1.5, Number.NaN])(
  'a keepLast of %d is refused, and nothing is sent',
  async (keepLast) => {
    await withFive({}, async ({ simulator, client, instanceId, ids }) => {
      const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
      const rule = { keepLast, isOurs };
      for (const call of [
        client.pruneBackups(completed, rule),
        client.findOldBackups(completed, rule),
      ]) {
        expect(await thrownBy(call)).toMatchObject({ problems: [{ input: 'keepLast' }] });
      }
      expect(simulator.requests).toEqual([]);
    });
  },
);

test.each(['minAgeMs', 'runningMs'])(
  'a %s that is no time is refused, and nothing is sent',
  async (option) => {
    await withFive({}, async ({ simulator, client, instanceId, ids }) => {
      const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
      for (const wrong of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
        const call = client.pruneBackups(completed, { ...keepTwo, [option]: wrong });
        expect(await thrownBy(call)).toMatchObject({ problems: [{ input: option }] });
      }
      expect(simulator.requests).toEqual([]);
    });
  },
);

test('what was told to stay stays, and so does what is younger than told; the report has the young', async () => {
  await withFive({}, async ({ simulator, client, instanceId, ids }) => {
    const [id = '', next = '', ...old] = ids;
    const completed = { service: 'taurusdb', instanceId, id } as const;
    const [, , oldest = ''] = old;
    const rule = { keepLast: 1, isOurs, stay: [oldest], minAgeMs: 36 * HOUR_MS };
    const report = await client.pruneBackups(completed, rule);
    expect(idsOf(report.deleted)).toEqual(expect.arrayContaining(old.slice(0, 2)));
    expect(idsOf(report.young)).toEqual([next]);
    expect(idsOf(simulator.backups).toSorted()).toEqual([id, next, oldest].toSorted());
  });
});

test('without more being said, what was completed within the last hour stays', async () => {
  await withFive({}, async ({ simulator, client, instanceId, ids }) => {
    const nowMs = Date.parse('2026-11-21T08:00:00Z');
    const times = { beganAt: nowMs - 9 * HOUR_MS, endsAt: nowMs - HOUR_MS + 1_000 };
    const { id } = simulator.seedBackup({ instanceId, name: 'gh-x', type: 'manual', ...times });
    const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
    const rule = { keepLast: 1, isOurs };
    const wouldGo = await client.findOldBackups(completed, rule);
    expect(idsOf(wouldGo)).not.toContain(id);
    const { deleted, young } = await client.pruneBackups(completed, rule);
    expect(idsOf(deleted).toSorted()).toEqual(ids.slice(1).toSorted());
    expect(idsOf(young)).toEqual([id]);
  });
});

test('one that can’t be deleted is told of with its error, and the others go all the same', async () => {
  await withFive({}, async ({ simulator, client, log, instanceId, ids }) => {
    const body = { error_code: 'DBS.201208', error_msg: 'locked' };
    simulator.inject({ name: 'error', status: 409, body, operation: 'delete', skip: 1 });
    const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
    const { deleted, kept } = await client.pruneBackups(completed, keepTwo);
    expect(deleted).toHaveLength(2);
    expect(kept).toMatchObject([{ error: { kind: 'backup-locked' } }]);
    expect(simulator.backups).toHaveLength(3);
    expect(log.lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });
});

test('one that somebody else deletes meanwhile is no trouble, and not counted as ours', async () => {
  await withFive({}, async ({ simulator, client, log, instanceId, ids }) => {
    const body = { error_code: 'DBS.201204', error_msg: 'gone' };
    simulator.inject({ name: 'error', status: 404, body, operation: 'delete' });
    const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
    const { deleted, kept } = await client.pruneBackups(completed, keepTwo);
    expect(deleted).toHaveLength(2);
    expect(kept).toEqual([]);
    expect(log.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });
});

test('a cancellation ends it after the delete that is under way, and the report says what is gone', async () => {
  await withFive({}, async ({ simulator, client, instanceId, ids }) => {
    const cancelling = new AbortController();
    simulator.onRequest(({ method }) => {
      if (method === 'DELETE' && countDeletes(simulator) === 2) cancelling.abort();
    });
    const completed = { service: 'taurusdb', instanceId, id: ids[0] ?? '' } as const;
    const { signal } = cancelling;
    const { deleted, kept } = await client.pruneBackups(completed, keepTwo, { signal });
    expect(countDeletes(simulator)).toBe(2);
    expect(kept).toEqual([]);
    const left = new Set(idsOf(simulator.backups));
    expect(idsOf(deleted).toSorted()).toEqual(ids.filter((id) => !left.has(id)).toSorted());
    expect(deleted).toHaveLength(2);
  });
});
