import { expect, test } from '@jest/globals';
import { createSharedLists } from '../../src/backup/shared-lists.ts';
import type { ServiceId } from '../../src/index.ts';
import { fleetCloud, forAnHour, manyOrders } from '../support/fleet-cloud.ts';
import { readText } from '../support/repository.ts';

/** What a list in pages is long by; one that comes at once is as many calls, however long it is. */
const OTHERS = 5_000;
const FEWER_OTHERS = 500;
const LAG_MS = 30_000;
const COUNTS = [1, 10, 100] as const;
const LISTS: readonly (readonly [ServiceId, string, number])[] = [
  ['dds', 'the project, in pages', OTHERS],
  ['rds', 'one instance', FEWER_OTHERS],
  ['rds-v1', 'the project, at once', FEWER_OTHERS],
];
const rule = { keepLast: 1, isOurs: () => true };

type Fleet = ReturnType<typeof fleetCloud>;
type Measure = (service: ServiceId, count: number, others: number) => Promise<number>;

const openFleet = (others: number, listLagMs = 0) =>
  fleetCloud({ others, listLagMs, cloud: 'huaweicloud' });

const countLists = ({ ofKind }: Fleet, untilMs = Number.POSITIVE_INFINITY) =>
  ofKind('list').filter(({ atMs }) => atMs < untilMs).length;

/** Lists of instances, which are read while backups are waited for. */
const countReads = ({ ofKind }: Fleet, untilMs = Number.POSITIVE_INFINITY) =>
  ofKind('instances').filter(({ atMs }) => atMs < untilMs).length;

const countNamedCreates: Measure = async (service, count, others) => {
  const fleet = openFleet(others);
  const { client, clock } = fleet;
  await clock.play(client.createBackups(manyOrders(service, count), { wait: false }));
  expect(fleet.made).toHaveLength(count);
  return countLists(fleet);
};

const countLag: Measure = async (service, count, others) => {
  const fleet = openFleet(others, LAG_MS);
  const { client, clock } = fleet;
  const outcomes = await clock.play(client.createBackups(manyOrders(service, count), forAnHour));
  expect(outcomes.every(({ error }) => error === undefined)).toBe(true);
  return countLists(fleet, LAG_MS) + countReads(fleet, LAG_MS);
};

/** The looks of a wait, and the calls of retention after it. */
async function waitAndPrune(service: ServiceId, count: number, others: number) {
  const fleet = openFleet(others);
  const { client, clock } = fleet;
  const outcomes = await clock.play(client.createBackups(manyOrders(service, count), forAnHour));
  const lists = countLists(fleet);
  const prune = async () => {
    for (const { backup } of outcomes) if (backup) await client.pruneBackups(backup, rule);
  };
  await clock.play(prune());
  return { waiting: lists + countReads(fleet), pruning: countLists(fleet) - lists };
}

const countDryRun: Measure = async (service, count, others) => {
  const fleet = openFleet(others);
  const { client, clock } = fleet;
  const lists = createSharedLists();
  const looks = manyOrders(service, count).map(async (order) => {
    await client.preflightBy(lists, order);
    await client.findOldBackupsBy(lists, order, rule);
  });
  await clock.play(Promise.all(looks));
  return countLists(fleet);
};

async function measure(
  service: ServiceId,
  count: number,
  others: number,
): Promise<readonly number[]> {
  const { waiting, pruning } = await waitAndPrune(service, count, others);
  return [
    await countNamedCreates(service, count, others),
    await countLag(service, count, others),
    waiting,
    await countDryRun(service, count, others),
    pruning,
  ];
}

const WHAT = [
  'Creates with a `name` of yours; with the default name: none',
  'Half a minute in which the accepted backups are not listed yet',
  'Waiting for backups of five minutes, all in all',
  'A dry run, with `keep_last`',
  '`keep_last`, after the backups',
];

/** The rows of the page's table that are about a service, as lists of cells. */
function readRows(service: ServiceId): readonly (readonly string[])[] {
  const [, table = ''] = readText('docs/performance.md').split(/<!-- (?:begin|end):list-calls -->/);
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return rows
    .map((row) => row.slice(1, -1))
    .filter(([first]) => first?.startsWith(`\`${service}\``));
}

test.each(LISTS)(
  'the list calls of %s are those of the table under Performance',
  async (service, shows, others) => {
    const columns: (readonly number[])[] = [];
    for (const count of COUNTS) columns.push(await measure(service, count, others));
    const cells = (at: number) => columns.map((column) => String(column[at]));
    const rows = WHAT.map((what, at) => [`\`${service}\`: ${shows}`, what, ...cells(at)]);
    expect(readRows(service)).toEqual(rows);
  },
  600_000,
);

test.each(LISTS)(
  'with %s nothing but a dry run asks more in a project full of others’ backups',
  async (service) => {
    const [alone, crowded] = [0, 1_000].map(async (others) => {
      const { waiting, pruning } = await waitAndPrune(service, 3, others);
      const creating = await countNamedCreates(service, 3, others);
      return [creating, await countLag(service, 3, others), waiting, pruning];
    });
    expect(await crowded).toEqual(await alone);
  },
);
