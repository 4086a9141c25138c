import { nextPollMs } from '../../src/backup/wait/pauses.ts';
import type { PlannedCall } from '../../src/backup/wait/plan.ts';
import { createWatch, type ShownInstance } from '../../src/backup/wait/watch.ts';
import { createBudget, type Precedence } from '../../src/http/budget.ts';

/** What the list says of an instance whose backup has this age and takes so long, in milliseconds. */
export type Shows = (moment: { readonly ageMs: number; readonly lengthMs: number }) => boolean;

/** A fleet of backups in a cloud without a network: only what is asked when is played, and no HTTP. */
export interface PlannedFleet {
  readonly count: number;
  /** How many instances of somebody else stand in the list before these. Default: none. */
  readonly others?: number;
  /** How long each backup takes, from its acceptance. */
  readonly lengthMs: (at: number) => number;
  /** From the first create on. */
  readonly timeoutMs: number;
  /** Whether the list shows one as being backed up. Default: the truth. */
  readonly shows?: Shows | undefined;
  /** How long a page of the list takes. Default: 200 ms. `Infinity`: it never comes. */
  readonly pageMs?: (page: number) => number;
  readonly isListRefused?: boolean;
  readonly random?: () => number;
  /** How long an answer takes. Default: 200 ms. */
  readonly latencyMs?: number;
}

export interface PlannedRun {
  /** When each ended, and was seen to be over. */
  readonly backups: readonly { readonly endMs: number; readonly seenMs: number | undefined }[];
  readonly calls: readonly {
    readonly atMs: number;
    readonly precedence: Precedence;
    readonly isPage: boolean;
  }[];
}

const LATENCY_MS = 200;
/** How long after the deadline a last poll may take. */
const LAST_POLL_MS = 5_000;
const TELL_EVERY_MS = 60_000;
const PAGE = 100;
const CREATES_A_MINUTE = 160;

interface Backup {
  readonly at: number;
  readonly acceptedMs: number;
  readonly endMs: number;
}

/** Plays a step that waits for all of them. */
export function playFleet(fleet: PlannedFleet): PlannedRun {
  const { count, others = 0, lengthMs, timeoutMs, random = () => 0.5 } = fleet;
  const { isListRefused = false } = fleet;
  const { shows = ({ ageMs, lengthMs: ms }) => ageMs < ms, latencyMs = LATENCY_MS } = fleet;
  const { pageMs = () => latencyMs } = fleet;
  const watch = createWatch(true);
  const budget = createBudget();
  const events: { readonly atMs: number; readonly happen: () => void }[] = [];
  const calls: PlannedRun['calls'][number][] = [];
  const seenMs: (number | undefined)[] = Array.from({ length: count });
  let nowMs = 0;
  const backups = new Map<string, Backup>();
  const members = new Map<string, ReturnType<typeof watch.join>>();

  function schedule(atMs: number, happen: () => void) {
    if (atMs === Number.POSITIVE_INFINITY) return;
    let at = events.length;
    while (at > 0 && (events[at - 1]?.atMs ?? 0) > atMs) at -= 1;
    events.splice(at, 0, { atMs, happen });
  }

  /** Waits for the next poll, and hears something at least once a minute. */
  function rest(key: string, { acceptedMs }: Backup) {
    const member = members.get(key);
    if (member === undefined) return;
    watch.want(member, nowMs === acceptedMs ? 0 : nextPollMs(nowMs - acceptedMs, random), nowMs);
  }

  function accept(at: number) {
    const key = `db-${at}`;
    const backup = { at, acceptedMs: nowMs, endMs: nowMs + lengthMs(at) };
    backups.set(key, backup);
    members.set(key, watch.join(key, timeoutMs, nowMs));
    rest(key, backup);
    const tell = () => {
      const member = members.get(key);
      if (member === undefined || nowMs >= timeoutMs) return;
      if (member.isWanted) {
        watch.leaveOut(member);
        rest(key, backup);
      }
      schedule(nowMs + TELL_EVERY_MS, tell);
    };
    schedule(nowMs + TELL_EVERY_MS, tell);
  }

  function send(call: PlannedCall, goOut: () => void) {
    const place = budget.take(call.precedence);
    const go = () => {
      place.send(nowMs);
      const { precedence, ask } = call;
      calls.push({ atMs: nowMs, precedence, isPage: ask === 'page' });
      watch.noteSent(call, nowMs);
      goOut();
    };
    const waitMs = budget.waitMs(call.precedence, nowMs);
    place.leave();
    if (waitMs <= 0) go();
    else schedule(nowMs + Math.ceil(waitMs), () => send(call, goOut));
  }

  function ask(call: PlannedCall) {
    const asked = watch.queue(call, nowMs);
    send(call, () => {
      for (const member of asked) {
        const backup = backups.get(member.key);
        if (backup === undefined) continue;
        const isOver = nowMs + latencyMs / 2 >= backup.endMs;
        schedule(nowMs + latencyMs, () => {
          watch.noteEnd(call);
          watch.noteAnswer(member);
          if (nowMs > timeoutMs + LAST_POLL_MS) return;
          if (isOver) {
            seenMs[backup.at] = nowMs;
            watch.leave(member);
            members.delete(member.key);
          } else if (nowMs < timeoutMs) {
            rest(member.key, backup);
          }
        });
      }
    });
  }

  /** What a page shows of these, as the cloud had it when it was half-way. */
  function showPage(page: number, atMs: number): readonly ShownInstance[] {
    const first = page * PAGE - others;
    const ats = Array.from({ length: PAGE }, (_, at) => first + at);
    return ats.flatMap((at) => {
      const backup = backups.get(`db-${at}`);
      if (backup === undefined) return [];
      const ageMs = atMs - backup.acceptedMs;
      return { key: `db-${at}`, isBackingUp: shows({ ageMs, lengthMs: lengthMs(at) }) };
    });
  }

  let page = 0;
  function readPage(call: PlannedCall) {
    watch.queue(call, nowMs);
    send(call, () => {
      const tookMs = pageMs(page);
      schedule(nowMs + tookMs, () => {
        const shown = showPage(page, nowMs - tookMs / 2);
        watch.noteEnd(call);
        const goesOn = !isListRefused && watch.notePage(shown, others + count, nowMs);
        page += 1;
        if (goesOn && page * PAGE < others + count) return;
        watch.noteReadingEnd(isListRefused);
        page = 0;
      });
    });
  }

  for (let at = 0; at < count; at += 1) {
    const minute = Math.floor(at / CREATES_A_MINUTE);
    const atMs = minute * 60_000 + (at % CREATES_A_MINUTE) * 25;
    schedule(atMs, () => {
      budget.take('create').send(nowMs);
      calls.push({ atMs: nowMs, precedence: 'create', isPage: false });
      schedule(nowMs + latencyMs, () => accept(at));
    });
  }
  const isOver = () =>
    nowMs > timeoutMs + LAST_POLL_MS || (watch.count === 0 && events.length === 0);
  while (!isOver()) {
    const { call, nextMs } = watch.plan(nowMs);
    if (call !== undefined) {
      if (call.ask === 'page') readPage(call);
      else ask(call);
      continue;
    }
    const [next] = events;
    const atMs = Math.min(Math.ceil(nextMs), next?.atMs ?? Number.POSITIVE_INFINITY);
    if (atMs === Number.POSITIVE_INFINITY) break;
    nowMs = Math.max(nowMs, atMs);
    while (events[0] !== undefined && events[0].atMs <= nowMs) events.shift()?.happen();
  }
  return {
    backups: Array.from({ length: count }, (_, at) => {
      const { endMs = Number.POSITIVE_INFINITY } = backups.get(`db-${at}`) ?? {};
      return { endMs, seenMs: seenMs[at] };
    }),
    calls,
  };
}
