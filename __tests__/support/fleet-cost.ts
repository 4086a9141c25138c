import type { ServiceId } from '../../src/index.ts';
import { type FleetSetup, fleetCloud, HOUR_MS, MINUTE_MS, manyOrders } from './fleet-cloud.ts';
import { type PlannedFleet, playFleet } from './planned-fleet.ts';

/** What it costs to wait for many backups of one step. */
export interface FleetCost {
  /** All calls, creates among them. */
  readonly calls: number;
  /** The most calls that begin within a minute, and the most but for creates. */
  readonly mostCalls: number;
  readonly mostPolls: number;
  /** From the end of each backup to the moment that it is told, sorted. */
  readonly delaysMs: readonly number[];
  readonly log: readonly string[];
}

/** Lengths around 30 minutes, up to 20 % more or less, in an order that looks random and never changes. */
export function aroundHalfAnHour(instanceId: string): number {
  const at = Number(instanceId.split('-').at(-1));
  const share = (at * 0.618_033_988_75) % 1;
  return 30 * MINUTE_MS * (0.8 + 0.4 * share);
}

/** The most of these moments, which are in order, that are within one minute. */
export function mostInAMinute(timesMs: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [at, ms] of timesMs.entries()) {
    while ((timesMs[first] ?? ms) <= ms - MINUTE_MS) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
}

/** The delay that this share of all have at most. */
export const quantile = ({ delaysMs }: FleetCost, share: number): number =>
  delaysMs[Math.ceil(share * delaysMs.length) - 1] ?? 0;

/** Backs up so many instances in one step, and waits until each is seen to be completed. */
export async function measureFleet(
  service: ServiceId,
  count: number,
  setup: FleetSetup = {},
): Promise<FleetCost> {
  const { backupMs = aroundHalfAnHour } = setup;
  const { client, clock, made, sent, log } = fleetCloud({ ...setup, backupMs });
  const seenMs: number[] = [];
  const outcomes = await clock.play(
    client.createBackups(manyOrders(service, count), {
      timeoutMs: 4 * HOUR_MS,
      hasUniqueName: true,
      onSettled: (_, index) => {
        seenMs[index] = clock.monotonicMs();
      },
    }),
  );
  const unfinished = outcomes.filter(({ backup }) => backup?.status !== 'COMPLETED');
  if (unfinished.length > 0) throw new Error(`not completed: ${String(unfinished[0]?.error)}`);
  const delays = outcomes.map(({ order }, at) => {
    const { atMs = 0 } = made.find((one) => one.instanceId === order.instanceId) ?? {};
    return (seenMs[at] ?? 0) - atMs - backupMs(order.instanceId);
  });
  const polls = sent.filter(({ what }) => what !== 'create');
  return {
    calls: sent.length,
    mostCalls: mostInAMinute(sent.map(({ atMs }) => atMs)),
    mostPolls: mostInAMinute(polls.map(({ atMs }) => atMs)),
    delaysMs: delays.toSorted((a, b) => a - b),
    log: log.lines,
  };
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** The cells of a row of the tables under Performance, behind the first. */
export const costCells = (cost: FleetCost): readonly string[] => [
  String(cost.calls),
  String(cost.mostCalls),
  String(cost.mostPolls),
  ...[0.5, 0.95, 1].map((share) => seconds(quantile(cost, share))),
];

/** The same as `measureFleet` for RDS, without a client: only what is asked when is played. */
export function measurePlanned(count: number, setup: Partial<PlannedFleet> = {}): FleetCost {
  const lengthMs = (at: number) => aroundHalfAnHour(`rds-${at + 1}`);
  const { backups, calls } = playFleet({ count, lengthMs, timeoutMs: 2 * HOUR_MS, ...setup });
  const delaysMs = backups.map(({ endMs, seenMs = Number.POSITIVE_INFINITY }) => seenMs - endMs);
  const polls = calls.filter(({ precedence }) => precedence !== 'create');
  return {
    calls: calls.length,
    mostCalls: mostInAMinute(calls.map(({ atMs }) => atMs)),
    mostPolls: mostInAMinute(polls.map(({ atMs }) => atMs)),
    delaysMs: delaysMs.toSorted((a, b) => a - b),
    log: [],
  };
}
