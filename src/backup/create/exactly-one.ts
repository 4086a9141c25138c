import { ApiError } from '../../errors/api-error.ts';
import { BackupError, CancelledError } from '../../errors/backup-error.ts';
import type { ErrorKind } from '../../errors/kinds.ts';
import { DeadlineError, endsAtOnce, UncertainCreateError } from '../../errors/request-errors.ts';
import { NetworkError, ResponseError } from '../../errors/transport-errors.ts';
import type { ApiCall } from '../../http/api-call.ts';
import { growingPauseMs } from '../../http/retry.ts';
import type { Backup } from '../../model.ts';
import { InterruptedError, splitInterruption } from '../../runtime/abort.ts';
import type { CreatedBackup } from '../../services/service.ts';
import { CANCEL_GRACE_MS } from '../deadline.ts';
import { findKnownName, findSuffixWarning } from '../instances.ts';
import type { BackupOrder } from '../order.ts';
import { lookBeforeCreate, reconcile, tryToFindOwn } from './find-own.ts';
import { type CreateTask, toAcceptedBackup } from './task.ts';
import { announceBusy, type StateReport, waitUntilFree } from './wait-until-free.ts';

/** What a create call came to. All but `accepted`, `unknown` and `unreadable` surely made nothing. */
export type CreateAnswer =
  | { readonly kind: 'accepted'; readonly created: CreatedBackup }
  /** `unreadable`: the cloud said yes, so asking again is out. */
  | { readonly kind: keyof typeof ROWS; readonly error: Error };

/** How far the asking has come. */
interface CreateState {
  /** What a create ended with that may have made a backup nobody has found since. */
  unresolved: Error | undefined;
  /** How many creates had an unknown outcome. */
  unknowns: number;
  /** What the last create ended with. */
  last: Error | undefined;
  /** When the first busy answer came, and the present stretch of the others began; monotonic. */
  readonly sinceMs: Record<'busy' | 'throttled' | 'unreachable', number | undefined>;
  /** Tells the busy wait, once it has begun. */
  report: StateReport | undefined;
}

/** What happens before the next create. It answers a backup that turned up, or throws what ends it. */
type Row = (task: CreateTask, state: CreateState, error: Error) => Promise<Backup | undefined>;

const MAX_UNKNOWNS = 3;
const CONFLICT_MS = 600_000;
const UNREACHED_MS = 60_000;
const UNREACHED_PAUSE_MS = 1_000;

/** A row for each answer. Whatever it is: no next create before a list of now that does not show it. */
const ROWS = {
  busy: (task, state, error) => waitWhileBusy(task, state, error, task.busyTimeoutMs),
  conflict: (task, state, error) =>
    waitWhileBusy(task, state, error, Math.min(task.busyTimeoutMs, CONFLICT_MS)),
  // The pause is the host's: the next call waits for it, whatever it is for.
  throttled: async (task, state, error) => {
    if (stretchMs(task, state, 'throttled') >= task.holdOutMs) throw error;
    return await lookBeforeCreate(task, state.unresolved);
  },
  unreachable: async (task, state, error) => {
    await pauseUnreached(task, state, error);
    return await lookBeforeCreate(task, state.unresolved);
  },
  duplicate: async (task, { unresolved }, error) => {
    const look = unresolved === undefined ? lookBeforeCreate : reconcile;
    const found = await look(task, unresolved);
    if (found === undefined) throw error;
    return found;
  },
  unknown: async (task, { unknowns }, error) => {
    const own = await reconcile(task, error);
    if (own === undefined && unknowns >= MAX_UNKNOWNS) throw error;
    if (own === undefined) {
      task.session.log.info('It is not in the list: asking for it once more.');
    }
    return own;
  },
  unreadable: async (task, _state, error) => {
    const own = await reconcile(task, error);
    if (own === undefined) throw error;
    return own;
  },
  refused: async (_task, _state, error) => {
    throw error;
  },
} as const satisfies Readonly<Record<string, Row>>;

const KINDS: Readonly<Partial<Record<ErrorKind, keyof typeof ROWS>>> = {
  busy: 'busy',
  conflict: 'conflict',
  'duplicate-name': 'duplicate',
  throttled: 'throttled',
  server: 'unknown',
};

/** Sorts what a create call threw. `isUnderWay`: it was out, and nobody said what became of it. */
export function sortFailure(reason: unknown, isUnderWay: boolean): CreateAnswer {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  if (error instanceof ApiError) return { kind: KINDS[error.kind] ?? 'refused', error };
  if (error instanceof NetworkError) {
    return { kind: error.mayHaveArrived ? 'unknown' : 'unreachable', error };
  }
  if (error instanceof ResponseError) return { kind: 'unreadable', error };
  if (isUnderWay) return { kind: 'unknown', error };
  // No login, no address, the end of the step, a fault of our own: whatever it is, nothing was sent.
  throw reason;
}

/** An instance that is not found, and has another service's ending, is most likely that one's. */
function withSuspicion<Answer>(call: ApiCall<Answer>, { service, instanceId }: BackupOrder) {
  const suspicion = findSuffixWarning(service, instanceId);
  if (suspicion === undefined) return call;
  return { ...call, hints: { ...call.hints, 'instance-not-found': suspicion } };
}

/** Sends one create when there is room for it, before any lookup that waits for that. */
async function send(task: CreateTask): Promise<CreateAnswer> {
  const { session, service, order, request, deadline, limiter } = task;
  const leave = await limiter.acquire(deadline.signal, true);
  let isUnderWay = false;
  const onExchange = (isOut: boolean) => {
    isUnderWay = isOut;
  };
  try {
    deadline.throwIfOver();
    const inFlight = deadline.withGrace(CANCEL_GRACE_MS);
    const guard = { begin: deadline.signal, onExchange };
    const instanceName = findKnownName(session, order);
    const call = withSuspicion(service.createBackup({ ...request, instanceName }), order);
    return { kind: 'accepted', created: await session.send(order.service, call, inFlight, guard) };
  } catch (reason) {
    return sortFailure(reason, isUnderWay);
  } finally {
    leave();
  }
}

function stretchMs(task: CreateTask, { sinceMs }: CreateState, kind: keyof typeof sinceMs): number {
  const nowMs = task.session.clock.monotonicMs();
  sinceMs[kind] ??= nowMs;
  return nowMs - sinceMs[kind];
}

async function waitWhileBusy(
  task: CreateTask,
  state: CreateState,
  cause: Error,
  limitMs: number,
): Promise<Backup | undefined> {
  if (limitMs === 0) throw cause;
  const { unresolved } = state;
  stretchMs(task, state, 'busy');
  const { busy: sinceMs = 0 } = state.sinceMs;
  const findOwn = () => tryToFindOwn(task, unresolved);
  const wait = { cause, sinceMs, limitMs, findOwn };
  state.report ??= announceBusy(task, wait);
  return (
    (await waitUntilFree(task, wait, state.report)) ?? (await lookBeforeCreate(task, unresolved))
  );
}

async function pauseUnreached(task: CreateTask, state: CreateState, error: Error): Promise<void> {
  const { session, deadline, holdOutMs } = task;
  const { hasAnswered = false } = error instanceof NetworkError ? error : {};
  const elapsedMs = stretchMs(task, state, 'unreachable');
  const leftMs = (hasAnswered ? holdOutMs : UNREACHED_MS) - elapsedMs;
  if (leftMs <= 0 || endsAtOnce(error)) throw error;
  const pauseMs = Math.min(leftMs, growingPauseMs(elapsedMs, UNREACHED_PAUSE_MS));
  await session.clock.sleep(Math.ceil(pauseMs), deadline.signal);
}

function note(state: CreateState, { kind, error }: Exclude<CreateAnswer, { kind: 'accepted' }>) {
  state.last = error;
  if (kind !== 'throttled') state.sinceMs.throttled = undefined;
  if (kind !== 'unreachable') state.sinceMs.unreachable = undefined;
  if (kind !== 'unknown' && kind !== 'unreadable') return;
  state.unresolved = error;
  state.unknowns += 1;
}

/** An end that only says that the time is over, or that somebody cancelled. */
const isBareEnd = (error: unknown) =>
  !(error instanceof BackupError) ||
  error instanceof DeadlineError ||
  error instanceof CancelledError;

/** What to throw in the end, by what is known of a backup then. */
function explainEnd(
  error: unknown,
  { session, service, order }: CreateTask,
  state: CreateState,
): unknown {
  const { unresolved, last } = state;
  if (error instanceof UncertainCreateError) return error;
  if (unresolved === undefined) {
    return isBareEnd(error) ? InterruptedError.explain(error, last) : error;
  }
  const { name: backupName, instanceId } = order;
  const instanceName = findKnownName(session, order);
  // Any other end would only say that no backup was made, which is not known.
  const cause = isBareEnd(error) ? (splitInterruption(error).trouble ?? last) : error;
  const { title } = service;
  return new UncertainCreateError({ title, backupName, instanceId, instanceName, cause });
}

/**
 * Asks until the cloud has accepted one backup, and never for a second while a first may exist.
 * @throws UncertainCreateError when one may exist; anything else: there is none.
 */
export async function createExactlyOne(task: CreateTask): Promise<Backup> {
  const sinceMs = { busy: undefined, throttled: undefined, unreachable: undefined };
  const state: CreateState = {
    unresolved: undefined,
    unknowns: 0,
    last: undefined,
    sinceMs,
    report: undefined,
  };
  try {
    for (;;) {
      const answer = await send(task);
      if (answer.kind === 'accepted') return toAcceptedBackup(task, answer.created);
      note(state, answer);
      const found = await ROWS[answer.kind](task, state, answer.error);
      if (found !== undefined) return found;
    }
  } catch (error) {
    throw explainEnd(error, task, state);
  }
}
