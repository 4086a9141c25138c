/** The order in which calls to a host go out where they have to wait for each other. */
const RANKS = {
  /** A login: other calls wait for it while they hold their places. */
  login: 0,
  /** The first create for an order. */
  create: 1,
  /** A poll that a deadline waits for. */
  deadline: 2,
  /** A poll of a backup whose instance has left the state in which one is made. */
  ended: 3,
  /** A create that is sent again. */
  'create-again': 4,
  /** Any other call, but for polls. */
  call: 5,
  /** Any other poll. */
  poll: 5,
} as const;

/** What a call is sent for: it says which goes first, and whether it counts as a poll. */
export type Precedence = keyof typeof RANKS;

/** The length of the window in which calls are counted, in milliseconds. */
export const WINDOW_MS = 60_000;
/** The most calls to a host in any window: reports know gateways that take 200 in a minute. */
export const MOST_CALLS = 180;
/** The most of these that only poll while no deadline is near. */
export const MOST_POLLS = 100;

const isPoll = (precedence: Precedence) => precedence === 'poll' || precedence === 'ended';

/** Whether the one goes before the other; calls of equal rank go in the order in which they came. */
export const goesBefore = (one: Precedence, other: Precedence): boolean =>
  RANKS[one] < RANKS[other];

/** Room for one call, from the moment in which it may go out. */
export interface Place {
  /** The call goes out now: from now on it counts for the length of a window. */
  send(nowMs: number): void;
  /** Gives the place back where the call has not gone out. */
  leave(): void;
}

/** The calls to one host in any window of a minute. Times are monotonic. */
export interface Budget {
  /** Milliseconds until there is room for such a call; `Infinity`: not before a place is given back. */
  waitMs(precedence: Precedence, nowMs: number): number;
  /** Takes a place, whether or not there is room for it. */
  take(precedence: Precedence): Place;
}

export function createBudget(): Budget {
  let sent: readonly { readonly atMs: number; readonly isPoll: boolean }[] = [];
  /** Places of calls that have not gone out yet. */
  const held = new Set<{ readonly isPoll: boolean }>();

  /** Milliseconds until fewer than `most` are counted. */
  function untilFewer(most: number, heldCount: number, timesMs: readonly number[], nowMs: number) {
    const excess = heldCount + timesMs.length - most;
    if (excess < 0) return 0;
    return (timesMs[excess] ?? Number.POSITIVE_INFINITY) + WINDOW_MS - nowMs;
  }

  return {
    waitMs(precedence, nowMs) {
      sent = sent.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
      const all = sent.map(({ atMs }) => atMs);
      // What other calls wait for must not wait for them.
      const heldCount = precedence === 'login' ? 0 : held.size;
      const callMs = untilFewer(MOST_CALLS, heldCount, all, nowMs);
      if (!isPoll(precedence)) return callMs;
      const polls = sent.flatMap((one) => (one.isPoll ? one.atMs : []));
      const heldPolls = [...held].filter((one) => one.isPoll).length;
      return Math.max(callMs, untilFewer(MOST_POLLS, heldPolls, polls, nowMs));
    },
    take(precedence) {
      const place = { isPoll: isPoll(precedence) };
      held.add(place);
      return {
        send(nowMs) {
          held.delete(place);
          sent = [...sent, { ...place, atMs: nowMs }];
        },
        leave: () => held.delete(place),
      };
    },
  };
}
