import { MOST_CALLS, WINDOW_MS } from '../../http/budget.ts';
import { formatDuration } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import type { Session } from '../../session.ts';
import { needsNode } from '../instances.ts';
import type { BackupOrder } from '../order.ts';
import { lastRoundMs } from '../wait/plan.ts';

/** What is asked for, in so far as it says how many calls that takes. */
export interface Asking {
  readonly orders: readonly BackupOrder[];
  /** Whether the backups of each instance are listed before its create. */
  readonly isListed: boolean;
  readonly wait: boolean;
}

/** How long before a deadline a backup has to be completed, beside the time of the last polls. */
const NOTICE_MS = 10_000;

/** How long so many calls to one host take at least. */
const callsMs = (count: number) => Math.floor(Math.max(0, count - 1) / MOST_CALLS) * WINDOW_MS;

/** How long it takes at least to ask one host for these, and once for each whether it is completed. */
function leastTimeMs({ orders, isListed, wait }: Asking): number {
  const calls = orders.map((order) => 1 + Number(isListed) + Number(needsNode(order)));
  const createsMs = callsMs(calls.reduce((sum, count) => sum + count, 0));
  const alone = orders.filter(({ service }) => getService(service).listNeedsInstance).length;
  return createsMs + (wait && alone > 0 ? lastRoundMs(alone) : 0);
}

function findHost(session: Session, { service }: BackupOrder): string | undefined {
  try {
    return new URL(session.addressOf(service)).host;
  } catch {
    // What is wrong with the address is told of each order.
    return undefined;
  }
}

/** Warns where the calls to a host alone take longer than there is time, before any of them is sent. */
export function warnOfShortTime(session: Session, asking: Asking, timeoutMs: number): void {
  const byHost = Map.groupBy(asking.orders, (order) => findHost(session, order));
  for (const [host, orders] of byHost) {
    const leastMs = leastTimeMs({ ...asking, orders });
    if (host === undefined || leastMs <= timeoutMs) continue;
    const polls = asking.wait ? ', and once for each whether it is completed,' : '';
    const enough = formatDuration(leastMs + (asking.wait ? NOTICE_MS : 0));
    const more = asking.wait ? ' and the time that a backup takes' : '';
    session.log.warning(
      `Asking for ${orders.length} backups${polls} takes ${formatDuration(leastMs)}, because no more than ${MOST_CALLS} calls go to ${host} in a minute: a time limit of ${formatDuration(timeoutMs)} is too short for all of them. ${enough}${more} would do.`,
    );
  }
}
