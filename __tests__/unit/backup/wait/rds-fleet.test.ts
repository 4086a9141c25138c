import { expect, test } from '@jest/globals';
import {
  type FleetSetup,
  fleetCloud,
  forAnHour,
  laggingBy,
  MINUTE_MS,
  manyOrders,
  type Sent,
} from '../../../support/fleet-cloud.ts';
import type { Reply } from '../../../support/memory-cloud.ts';

const COUNT = 10;

/** Ten instances, or so many, of which each backup takes five minutes. */
async function backUp(setup: FleetSetup = {}, count = COUNT) {
  const fleet = fleetCloud(setup);
  const seenMs: number[] = [];
  const onSettled = (_: unknown, index: number) => {
    seenMs[index] = fleet.clock.monotonicMs();
  };
  const options = { ...forAnHour, onSettled };
  const making = fleet.client.createBackups(manyOrders('rds', count), options);
  const outcomes = await fleet.clock.play(making);
  return { ...fleet, outcomes, seenMs };
}

type BackedUp = Awaited<ReturnType<typeof backUp>>;

const statuses = ({ outcomes }: BackedUp) => outcomes.map(({ backup }) => backup?.status);
const allCompleted = (count = COUNT) => Array.from({ length: count }, () => 'COMPLETED');
const told = ({ log }: BackedUp, pattern: RegExp) => log.lines.filter((line) => pattern.test(line));
const ON_BY_ID = /So each backup of RDS is asked for by its id\.$/;

/** Answers of the list of instances; the list that looks for one is another's. */
const atInstances = (answer: (sent: Sent) => Reply | undefined): FleetSetup => ({
  instead: (sent) =>
    sent.what === 'instances' && sent.query['id'] === undefined ? answer(sent) : undefined,
});

test('while an instance is being backed up its backup is asked for rarely', async () => {
  const run = await backUp();
  expect(statuses(run)).toEqual(allCompleted());
  const reads = run.ofKind('instances');
  expect(reads.length).toBeGreaterThanOrEqual(15);
  for (const { query } of reads) expect(query).toEqual({ limit: '100' });
  const early = run.ofKind('list').filter(({ atMs }) => atMs < 290_000);
  // Forty by its own pauses.
  expect(early.length).toBeLessThanOrEqual(7 * COUNT);
});

test('the names that the list tells are in the outcomes', async () => {
  const { outcomes } = await backUp();
  expect(outcomes[0]).toHaveProperty('instanceName', 'db of rds-1');
});

test.each([1, 2, 3])('for %d the list of instances is not read', async (count) => {
  const run = await backUp({}, count);
  expect(statuses(run)).toEqual(allCompleted(count));
  expect(run.ofKind('instances')).toEqual([]);
});

test('in a project with a long list of instances each is asked for by its id', async () => {
  const run = await backUp({ otherInstances: 1_200 });
  expect(statuses(run)).toEqual(allCompleted());
  // Their states were read once, to the page on which the last of them stands.
  expect(run.ofKind('instances').length).toBeLessThanOrEqual(13);
});

test('the record alone decides: a state that no longer tells of a backup ends nothing', async () => {
  const run = await backUp({ showsBackup: ({ ageMs }) => ageMs < 60_000 });
  expect(statuses(run)).toEqual(allCompleted());
  expect(Math.min(...run.seenMs)).toBeGreaterThanOrEqual(300_000);
});

test('the record alone decides: a state that goes on telling of one is not waited for', async () => {
  const run = await backUp({ showsBackup: () => true });
  expect(statuses(run)).toEqual(allCompleted());
  // Each has its turn.
  expect(Math.max(...run.seenMs)).toBeLessThanOrEqual(300_000 + COUNT * 25_000);
});

test('the last poll asks for the record, whatever the state tells', async () => {
  const backupMs = () => 60 * MINUTE_MS - 10_000;
  const run = await backUp({ backupMs, showsBackup: laggingBy(30_000) });
  expect(statuses(run)).toEqual(allCompleted());
});

test('one that the list does not show is asked for', async () => {
  const run = await backUp({
    instead: ({ what, service, query }) => {
      if (what !== 'instances' || query['id'] !== undefined || service !== 'rds') return undefined;
      const shown = manyOrders('rds', COUNT).slice(1);
      const instances = shown.map(({ instanceId: id }) => ({ id, status: 'BACKING UP' }));
      return { body: { instances, total_count: COUNT } };
    },
  });
  expect(run.outcomes[0]?.backup?.status).toBe('COMPLETED');
  expect(run.seenMs[0]).toBeLessThan(320_000);
});

test('a failed backup is told as soon as its record tells it', async () => {
  const run = await backUp({ fails: ['rds-3'] });
  const ends = statuses(run);
  expect(ends[2]).toBe('FAILED');
  expect(ends.filter((status) => status === 'COMPLETED')).toHaveLength(COUNT - 1);
});

test('a list of instances that is refused is read no more, which the log says once', async () => {
  const body = { error_code: 'DBS.280015', error_msg: 'No right.' };
  const run = await backUp(atInstances(() => ({ status: 403, body })));
  expect(statuses(run)).toEqual(allCompleted());
  expect(run.ofKind('instances')).toHaveLength(1);
  expect(told(run, ON_BY_ID)).toEqual([
    expect.stringMatching(/^info: The list of instances can't be had\. .*No right\./),
  ]);
});

/** When the list of instances was asked for, in whole multiples of 20 s since the first time. */
const readingTimes = (run: BackedUp) => {
  const [first = 0, ...later] = run.ofKind('instances').map(({ atMs }) => atMs);
  return later.map((atMs) => Math.floor((atMs - first) / 20_000));
};

test('a login that is refused there is tried again, each time after twice as long', async () => {
  const run = await backUp(atInstances(() => ({ status: 401, body: { error_code: 'APIG.0301' } })));
  expect(statuses(run)).toEqual(allCompleted());
  expect(readingTimes(run)).toEqual([2, 6, 14]);
});

test('states that never tell of a backup are read again, each time after twice as long', async () => {
  const run = await backUp({ showsBackup: () => false });
  expect(statuses(run)).toEqual(allCompleted());
  expect(readingTimes(run)).toEqual([2, 6, 14]);
  expect(told(run, /list of instances/)).toEqual([]);
});

test('trouble with the list of instances passes', async () => {
  const isDown = (atMs: number) => atMs > 20_000 && atMs < 100_000;
  const run = await backUp(
    atInstances(({ atMs }) => (isDown(atMs) ? { status: 503, body: 'x' } : undefined)),
  );
  expect(statuses(run)).toEqual(allCompleted());
  expect(told(run, ON_BY_ID)).toEqual([]);
  expect(run.ofKind('instances').filter(({ atMs }) => atMs > 150_000).length).toBeGreaterThan(5);
});

const silence = async (signal: AbortSignal) => {
  const { promise, reject } = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return await promise;
};

test('a list of instances that never answers delays nothing, and is asked for once', async () => {
  const run = await backUp({
    instead: ({ what, signal }) => (what === 'instances' ? silence(signal) : undefined),
  });
  expect(statuses(run)).toEqual(allCompleted());
  expect(run.ofKind('instances')).toHaveLength(1);
  expect(Math.max(...run.seenMs)).toBeLessThan(330_000);
});

test('one whose record can’t be had keeps nobody else waiting', async () => {
  const run = await backUp({
    instead: ({ what, query, signal }) =>
      what === 'list' && query['instance_id'] === 'rds-1' ? silence(signal) : undefined,
  });
  expect(run.outcomes[0]?.error).toHaveProperty('name', 'DeadlineError');
  expect(statuses(run).slice(1)).toEqual(allCompleted(COUNT - 1));
  expect(Math.max(...run.seenMs.slice(1))).toBeLessThan(330_000);
});
