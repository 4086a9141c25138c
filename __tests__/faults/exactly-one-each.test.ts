import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BackupOrder, type BackupOutcome, serviceIds } from '../../src/index.ts';
import { getService } from '../../src/services/index.ts';
import { randomRuns } from '../support/long-runs.ts';
import { type BatchScenario, batchScenario, type PlayedBatch, runBatch } from './batch-scenario.ts';
import { foundBatches } from './found-scenarios.ts';

const FIFTEEN_MINUTES_MS = 900_000;
/** All that can be read of an error: its message, its hint, its backup, and the same of its causes. */
function* readError(error: unknown): Generator<string> {
  if (!(error instanceof Error)) return;
  yield error.message;
  if ('hint' in error && typeof error.hint === 'string') yield error.hint;
  if ('backup' in error) yield JSON.stringify(error.backup ?? null);
  if ('title' in error && typeof error.title === 'string') yield error.title;
  yield* readError(error.cause);
}

/** The titles of services that are not this order's; that of RDS v1 holds the one of RDS. */
const foreignTitles = ({ service }: BackupOrder) =>
  serviceIds
    .filter((id) => id !== service)
    .map((id) => getService(id).title)
    .filter((title) => !getService(service).title.includes(title));

/** The words by which another order, and what became of it, could be told. */
function foreignWords(own: BackupOutcome, outcomes: readonly BackupOutcome[]): readonly string[] {
  const others = outcomes.filter((outcome) => outcome !== own);
  const ofOrders = others.flatMap(({ order, backup }) => [
    order.instanceId,
    order.name,
    ...(backup === undefined ? [] : [backup.id, backup.jobId ?? order.name]),
  ]);
  return [...ofOrders, ...foreignTitles(own.order)];
}

const labelOf = ({ order }: BackupOutcome) => `${order.service} ${order.instanceId}: `;

/** What is told of one order names none of the others: not its error, and no line of the log about it. */
function expectToldAlone({ outcomes, lines }: PlayedBatch): void {
  for (const own of outcomes) {
    const about = lines.filter((line) => line.includes(`: ${labelOf(own)}`));
    const said = [...readError(own.error), ...about].join('\n');
    // Its name ends in the position of its order, so none is the beginning of another.
    for (const word of foreignWords(own, outcomes)) expect(said).not.toContain(word);
  }
}

test(
  'whatever goes wrong in a batch, green is exactly one completed backup of that instance, red at most one that is told of, and no error and no line about one names another’s backup, instance or service',
  async () => {
    const property = fc.asyncProperty(batchScenario, async (drawn) => {
      expectToldAlone(await runBatch(drawn));
    });
    const examples: [BatchScenario][] = foundBatches.map((drawn) => [drawn]);
    await fc.assert(property, { ...randomRuns(60, 1_000), examples });
  },
  FIFTEEN_MINUTES_MS,
);
const three: BatchScenario = {
  faults: [],
  ...{ backupMs: 600_000, listLagMs: 0, busyMs: 0, hasUniqueName: true, wait: true },
  ...{ timeoutMs: 3_600_000, hasNamesake: false, concurrency: 4, failFast: false, login: 'token' },
  targets: [
    [serviceIds.indexOf('rds'), 0],
    [serviceIds.indexOf('taurusdb'), 0],
    [serviceIds.indexOf('dds'), 0],
  ],
};

test.each(['rds', 'taurusdb', 'dds'])(
  'a look at %s that is no longer let in for a while is told to nobody else',
  async (service) => {
    const refused = { name: 'token-expired', operation: 'list', service, skip: 1 } as const;
    const played = await runBatch({ ...three, faults: [{ ...refused, times: 9 }] });
    expectToldAlone(played);
    const others = played.outcomes.filter(({ order }) => order.service !== service);
    expect(others.map(({ error }) => error)).toEqual([undefined, undefined]);
  },
);
