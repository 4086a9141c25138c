import { expect, test } from '@jest/globals';
import {
  ApiError,
  type Backup,
  CancelledError,
  DeadlineError,
  InputError,
  LookupError,
  RestoreFailedError,
  RestoreUnfinishedError,
  UncertainRestoreError,
  UnsupportedError,
} from '../../src/index.ts';
import { PASSWORD, restoreBodies, SOURCE_ID, withRestoreCloud } from '../support/restore-cloud.ts';
import { count } from '../support/simulated-client.ts';

const clouds = ['otc', 'huaweicloud'] as const;
const password = PASSWORD;
const MINUTE_MS = 60_000;
/** A pair of MySQL. */
const PAIR = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';

const caught = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return await work;
  } catch (error) {
    return error;
  }
};

test.each(clouds)(
  'on %s a backup becomes one new instance, which is told of as soon as it costs and again when it is ready',
  async (cloud) => {
    await withRestoreCloud({ cloud, instanceLagMs: 90_000 }, async (all) => {
      const { simulator, client, backup, clock, log } = all;
      const heard: string[] = [];
      const onAccepted = ({ id, status }: { readonly id: string; readonly status: string }) =>
        heard.push(`${id} ${status} after ${clock.monotonicMs()} ms`);
      const made = await client.restoreBackup(backup, { password, onAccepted });
      const [real] = simulator.restored;
      expect(simulator.restored).toEqual([
        expect.objectContaining({ backupId: backup.id, originalId: SOURCE_ID, state: 'ready' }),
      ]);
      expect(made).toEqual({
        ...{ service: 'rds', id: real?.id, name: real?.name, status: 'BACKING UP' },
        ...{
          privateIps: [expect.stringMatching(/^192\.168\.\d+\.142$/)],
          port: 5432,
          jobId: expect.any(String),
        },
        ...{ created: true, backupId: backup.id, sourceInstanceId: SOURCE_ID },
      });
      expect(made.name).toMatch(/^reports-restored-[0-9a-f]{6}$/);
      expect(heard).toEqual([`${made.id} BUILD after 0 ms`]);
      const [{ headers = {} } = {}] = simulator.requests.filter(
        ({ operation }) => operation === 'restore',
      );
      expect('x-client-token' in headers).toBe(cloud === 'huaweicloud');
      expect(count(simulator, 'delete-instance')).toBe(0);
      expect(log.lines.join('\n')).not.toContain(password);
      expect(clock.monotonicMs()).toBeLessThan(32 * MINUTE_MS);
    });
  },
);

test('every call that asks for an instance carries this backup and its own source, whatever is filled in', async () => {
  await withRestoreCloud({ cloud: 'huaweicloud', sourceId: PAIR }, async (all) => {
    const { simulator, client, backup } = all;
    const fill = {
      ...{ flavor_ref: 'rds.mysql.n1.small', 'ha.mode': 'Single', availability_zone: 'eu-de-02' },
      ...{ 'volume.size': 200, 'volume.type': 'ESSD', port: '3307', 'tags.for': 'a drill' },
      ...{ 'backup_strategy.keep_days': 0, configuration_id: 'template-1' },
      'unchangeable_param.lower_case_table_names': '0',
    };
    const made = await client.restoreBackup(backup, {
      password,
      fill,
      name: 'drill-7',
      wait: false,
    });
    expect(made).toMatchObject({ name: 'drill-7', status: 'BUILD', created: true });
    const [body, ...others] = restoreBodies(simulator);
    expect(others).toEqual([]);
    const point = { instance_id: PAIR, type: 'backup', backup_id: backup.id };
    expect(body).toMatchObject({ name: 'drill-7', password, restore_point: point, port: '3307' });
    expect(body).not.toHaveProperty('ha');
    expect(body).toMatchObject({
      ...{ volume: { size: 200, type: 'ESSD' }, availability_zone: 'eu-de-02' },
      ...{ tags: [{ key: 'for', value: 'a drill' }], configuration_id: 'template-1' },
      ...{ backup_strategy: { keep_days: 0 }, unchangeable_param: { lower_case_table_names: '0' } },
    });
  });
});

test('all that is wrong or missing is told at once, and nothing is asked for', async () => {
  await withRestoreCloud({ sourceId: PAIR }, async ({ simulator, client, backup }) => {
    const fill = {
      ...{ name: 'x', password: 'y', 'restore_point.backup_id': 'another', colour: 'red' },
      ...{ 'volume.size': 39, vpc_id: 'a b', port: '33071', 'tags.for': 'a drill' },
      ...{ 'ha.mode': 'Single', 'backup_strategy.start_time': '19:07-20:07' },
    };
    const options = { name: '1st', password: 'weak', fill };
    const error = await caught(client.restoreBackup(backup, options));
    expect(error).toBeInstanceOf(InputError);
    const { problems, message } = error as InputError;
    expect(problems.map(({ input }) => input)).toEqual([
      ...['name', 'password', 'fill.name', 'fill.password', 'fill.restore_point.backup_id'],
      ...['fill.colour', 'fill.volume.size', 'fill.vpc_id', 'fill.port', 'fill.tags.for'],
      ...['fill.backup_strategy.start_time', 'fill.availability_zone', 'fill.volume.type'],
    ]);
    expect(message).toContain('no instance was asked for');
    expect(message).not.toContain('weak');
    expect(restoreBodies(simulator)).toEqual([]);
    const noPassword = await caught(client.restoreBackup(backup, Object.create(null)));
    expect(String(noPassword)).toContain('password: is needed.');
  });
});

test('a name that exists is red with its id, and is never taken', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const error = await caught(client.restoreBackup(backup, { password, name: 'shop' }));
    expect(error).toBeInstanceOf(LookupError);
    expect(error).toMatchObject({ found: ['d8e6ca5a624745bcb546a227aa3ae1cfin01'] });
    expect(restoreBodies(simulator)).toEqual([]);
  });
});

test('a plan says what would be sent and what is open, without the password, and sends nothing', async () => {
  await withRestoreCloud({ sourceId: PAIR }, async ({ simulator, client, backup }) => {
    const fill = { 'volume.size': 200 };
    const plan = await client.planRestore(backup, { password, fill, name: 'shop' });
    expect(plan.openFields.map(({ field }) => field)).toEqual(['volume.type']);
    expect(plan.request.body).toMatchObject({ name: 'shop', password: '<PASSWORD>' });
    expect(plan.changes).toEqual([{ field: 'volume.size', original: '100', value: '200' }]);
    expect(plan.namesakes).toEqual([PAIR]);
    expect(JSON.stringify(plan)).not.toContain(password);
    const open = await client.planRestore(backup);
    expect(open.openFields.map(({ field }) => field)).toEqual(['password', 'volume.type']);
    expect(restoreBodies(simulator)).toEqual([]);
  });
});

test('after a lost answer there is no second call: the name is looked for until it is listed', async () => {
  await withRestoreCloud({ instanceLagMs: 240_000 }, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'reset-after', operation: 'restore' });
    const made = await client.restoreBackup(backup, { password });
    expect(made).toMatchObject({ id: simulator.restored[0]?.id, jobId: undefined, created: true });
    expect(count(simulator, 'restore')).toBe(1);
  });
});

test('a name of the caller’s may be anything’s: after a lost answer it is red with the candidate', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'reset-after', operation: 'restore' });
    const error = await caught(client.restoreBackup(backup, { password, name: 'drill' }));
    expect(error).toBeInstanceOf(UncertainRestoreError);
    const [made] = simulator.restored;
    expect(error).toMatchObject({ instanceName: 'drill', candidates: [made?.id] });
    simulator.inject({ name: 'reset-after', operation: 'restore' });
    const unique = { password, name: 'drill-8', hasUniqueName: true };
    expect(await client.restoreBackup(backup, unique)).toMatchObject({ created: true });
  });
});

test('a lost call that made nothing is red at the deadline, with the name', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup, clock }) => {
    simulator.inject({ name: 'reset-before', operation: 'restore' });
    const options = { password, timeoutMs: 20 * MINUTE_MS };
    const error = await caught(client.restoreBackup(backup, options));
    expect(error).toBeInstanceOf(UncertainRestoreError);
    expect(error).toMatchObject({ candidates: [], instanceName: expect.any(String) });
    expect([count(simulator, 'restore'), clock.monotonicMs()]).toEqual([1, 20 * MINUTE_MS]);
  });
});

test('a gateway that sends the call on twice makes two, and it is red with both', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'replay', answer: 'first', operation: 'restore' });
    const error = await caught(client.restoreBackup(backup, { password }));
    expect(error).toBeInstanceOf(UncertainRestoreError);
    const ids = simulator.restored.map(({ id }) => id);
    expect(error).toMatchObject({ candidates: ids, instance: { id: ids[0] } });
    expect(ids).toHaveLength(2);
  });
});

test('where the key of a create holds for restores too, such a gateway makes one', async () => {
  const options = { cloud: 'huaweicloud', clientTokens: true } as const;
  await withRestoreCloud(options, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'replay', answer: 'second', operation: 'restore' });
    const { id } = await client.restoreBackup(backup, { password });
    expect(simulator.restored).toMatchObject([{ id, state: 'ready' }]);
  });
});

test('one that fails is red with its id and the cloud’s reason', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'restore-fails', failReason: 'no room in the zone' });
    const error = await caught(client.restoreBackup(backup, { password }));
    expect(error).toBeInstanceOf(RestoreFailedError);
    const [made] = simulator.restored;
    expect(error).toMatchObject({ instance: { id: made?.id }, reason: 'no room in the zone' });
  });
});

test('one that leaves the list is red with its id', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    simulator.inject({ name: 'restore-vanishes' });
    const error = await caught(client.restoreBackup(backup, { password }));
    expect(error).toBeInstanceOf(RestoreFailedError);
    expect(error).toMatchObject({ instance: { id: simulator.restored[0]?.id } });
  });
});

test('the deadline and a cancellation leave the instance, and say its id', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const timeoutMs = 10 * MINUTE_MS;
    const late = await caught(client.restoreBackup(backup, { password, timeoutMs }));
    expect(late).toBeInstanceOf(RestoreUnfinishedError);
    expect(late).toMatchObject({ instance: { id: simulator.restored[0]?.id, status: 'BUILD' } });
    const controller = new AbortController();
    const { signal } = controller;
    const onAccepted = () => controller.abort();
    const cancelled = await caught(
      client.restoreBackup(backup, { password, signal, onAccepted, name: 'other' }),
    );
    expect(cancelled).toBeInstanceOf(RestoreUnfinishedError);
    expect(cancelled).toMatchObject({ instance: { id: simulator.restored[1]?.id } });
  });
});

test('before the call, a cancellation and a deadline say that there is none', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const signal = AbortSignal.abort();
    const cancelled = await caught(client.restoreBackup(backup, { password, signal }));
    expect(cancelled).toBeInstanceOf(CancelledError);
    expect(String(cancelled)).toContain('a new instance was asked for: there is none');
    const late = await caught(client.restoreBackup(backup, { password, timeoutMs: 0 }));
    expect(late).toBeInstanceOf(DeadlineError);
    expect(String(late)).toContain('a new instance was asked for: there is none');
    expect(restoreBodies(simulator)).toEqual([]);
  });
});

test('a refusal is red at once, and one that a first call may explain after five minutes without any', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup, clock }) => {
    simulator.inject({ name: 'forbidden', operation: 'restore' });
    const refused = await caught(client.restoreBackup(backup, { password }));
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ hint: expect.stringContaining('rds:instance:create') });
    expect(clock.monotonicMs()).toBe(0);
    simulator.inject({ name: 'busy', operation: 'restore', status: 409, code: 'DBS.299999' });
    const busy = await caught(client.restoreBackup(backup, { password }));
    expect(busy).toBeInstanceOf(ApiError);
    expect(Math.round(clock.monotonicMs() / MINUTE_MS)).toBe(5);
    expect([count(simulator, 'restore'), simulator.restored]).toEqual([2, []]);
  });
});

test('what surely reached nothing is sent again, after the name was looked for', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    simulator.inject({ name: '429', operation: 'restore', times: 2 });
    const { id } = await client.restoreBackup(backup, { password });
    expect(simulator.restored.map((made) => made.id)).toEqual([id]);
    expect(count(simulator, 'restore')).toBe(3);
  });
});

test('other services, unfinished backups and read replicas are refused before anything is asked for', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const before = simulator.requests.length;
    const others: readonly Partial<Backup>[] = [
      ...(['dds', 'gaussdb', 'geminidb', 'rds-v1', 'taurusdb'] as const).map((service) => ({
        service,
      })),
      { status: 'BUILDING' },
      { status: 'FAILED' },
    ];
    for (const change of others) {
      const error = await caught(client.restoreBackup({ ...backup, ...change }, { password }));
      expect(error).toBeInstanceOf(UnsupportedError);
    }
    expect(simulator.requests.length).toBe(before);
    const replica = { ...backup, instanceId: '5f2b8f0c3d7e4a6b9c1d0e8f7a6b5c4din01' };
    expect(await caught(client.restoreBackup(replica, { password }))).toBeInstanceOf(
      UnsupportedError,
    );
  });
});

test('a cancellation while the call is out is red, may exist', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup, clock }) => {
    const controller = new AbortController();
    simulator.onRequest(({ operation }) => {
      if (operation !== 'restore') return;
      controller.abort();
      setImmediate(() => clock.advance(MINUTE_MS));
    });
    simulator.inject({ name: 'timeout-after', operation: 'restore' });
    const { signal } = controller;
    const error = await caught(client.restoreBackup(backup, { password, signal }));
    expect(error).toBeInstanceOf(UncertainRestoreError);
    expect(error).not.toBeInstanceOf(CancelledError);
    expect(simulator.restored).toHaveLength(1);
  });
});

test('whatever a program in JavaScript gives, it is an InputError, and nothing is asked for', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const odd: readonly unknown[] = [null, -1, '', [], true, Symbol('x'), { toString: null }];
    const given = odd.flatMap((value) => [
      [backup, value],
      [value, { password }],
      ...['password', 'fill', 'name', 'timeoutMs', 'signal', 'onAccepted'].map((name) => [
        backup,
        { password, [name]: value },
      ]),
      [backup, { password, fill: { 'volume.size': value } }],
    ]);
    for (const args of given) {
      const error = await caught(Reflect.apply(client.restoreBackup, client, args));
      expect([args, error]).toEqual([args, expect.any(InputError)]);
    }
    expect(restoreBodies(simulator)).toEqual([]);
  });
});

test('two runs at once of one name are both red, with both ids', async () => {
  await withRestoreCloud({ instanceLagMs: 60_000 }, async ({ simulator, client, backup }) => {
    const options = { password, name: 'drill' };
    const errors = await Promise.all(
      [1, 2].map(() => caught(client.restoreBackup(backup, options))),
    );
    const ids = simulator.restored.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    for (const error of errors) {
      expect(error).toBeInstanceOf(UncertainRestoreError);
      expect(error).toMatchObject({ candidates: ids });
    }
  });
});

test('a cloud that repeats the password says it in no error', async () => {
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const body = { error_code: 'DBS.200001', error_msg: `bad body: {"password":"${password}"}` };
    simulator.inject({ name: 'error', status: 400, body, operation: 'restore' });
    const error = await caught(client.restoreBackup(backup, { password }));
    expect(error).toBeInstanceOf(ApiError);
    expect(String(error)).toContain('bad body');
    expect(String(error)).not.toContain(password);
  });
});

test.each(clouds)(
  'on %s the backup of a deleted instance is restored by what is filled in',
  async (cloud) => {
    await withRestoreCloud({ cloud }, async ({ simulator, client, backup }) => {
      simulator.removeInstance(SOURCE_ID);
      const missing = await caught(client.restoreBackup(backup, { password }));
      expect(missing).toBeInstanceOf(InputError);
      const { problems } = missing as InputError;
      const known: Readonly<Record<string, string>> = {
        ...{ 'fill.flavor_ref': 'rds.pg.n1.large', 'fill.volume.type': 'CLOUDSSD' },
        ...{ 'fill.volume.size': '40', 'fill.availability_zone': 'eu-de-01', 'fill.vpc_id': 'v-1' },
        ...{ 'fill.subnet_id': 's-1', 'fill.security_group_id': 'g-1' },
      };
      expect(problems.map(({ input }) => input).sort()).toEqual(Object.keys(known).sort());
      const fill = Object.fromEntries(
        Object.entries(known).map(([name, value]) => [name.replace('fill.', ''), value]),
      );
      const made = await client.restoreBackup(backup, { password, fill });
      expect(simulator.restored).toMatchObject([
        { id: made.id, state: 'ready', backupId: backup.id },
      ]);
    });
  },
);

test('an answer that names the original, or another instance, makes nothing green by it', async () => {
  const answer = (id: string) => ({
    ...({ name: 'error', status: 202, after: true, operation: 'restore' } as const),
    body: { instance: { id, status: 'BUILD' }, job_id: 'j-1' },
  });
  await withRestoreCloud({}, async ({ simulator, client, backup }) => {
    const accepted: string[] = [];
    const onAccepted = ({ id }: { readonly id: string }) => accepted.push(id);
    for (const id of [SOURCE_ID, PAIR]) {
      simulator.inject(answer(id));
      await client.restoreBackup(backup, { password, onAccepted });
      simulator.removeInstance(accepted.at(-1) ?? '');
    }
    expect(accepted).toEqual(simulator.restored.map(({ id }) => id));
    simulator.inject(answer(PAIR));
    const named = { password, name: 'another', onAccepted };
    const error = await caught(client.restoreBackup(backup, named));
    expect(error).toBeInstanceOf(UncertainRestoreError);
    expect(error).toMatchObject({ candidates: [simulator.restored[2]?.id], instance: undefined });
    expect(accepted).not.toContain(PAIR);
  });
});
