import { ApiError } from '../../errors/api-error.ts';
import type { ErrorKind } from '../../errors/kinds.ts';
import {
  InstanceBusyError,
  UncertainCreateError,
  type UncertaintyKind,
  UnsupportedError,
} from '../../errors/request-errors.ts';
import { NetworkError, ResponseError } from '../../errors/transport-errors.ts';
import type { ApiCall } from '../../http/api-call.ts';
import type { Precedence } from '../../http/budget.ts';
import {
  extendStretch,
  keepStretch,
  type PassingTrouble,
  patientPauseMs,
  type Stretches,
} from '../../http/patience.ts';
import type { Backup } from '../../model.ts';
import { InterruptedError, splitInterruption } from '../../runtime/abort.ts';
import { formatTime } from '../../runtime/text.ts';
import type { CreatedBackup } from '../../services/service.ts';
import { CANCEL_GRACE_MS } from '../deadline.ts';
import { findKnownName, findSuffixWarning } from '../instances.ts';
import type { BackupOrder } from '../order.ts';
import { type Creation, toAcceptedBackup } from './creation.ts';
import { type DoubtTracker, LIST_LAG_MS, trackDoubt } from './doubt.ts';
import {
  createUncertainty,
  isBareEnd,
  lookBeforeCreate,
  reconcile,
  tryToFindOwn,
} from './find-own.ts';
import { announceBusy, type StateReport, waitUntilFree } from './wait-until-free.ts';

/** What a create call came to. `throttled`, `unreachable` and `refused` surely made nothing. */
export type CreateAnswer =
  | {
      readonly kind: 'accepted';
      readonly created: CreatedBackup;
      readonly acceptedAt: string | undefined;
    }
  /** `unreadable`: the cloud said yes, so asking again is out. */
  | { readonly kind: keyof typeof ROWS; readonly error: Error };

type Failure = Exclude<CreateAnswer, { kind: 'accepted' }>;

/** How far the asking has come. */
interface CreateState {
  /** Why a backup of ours may exist that no list has shown. */
  readonly doubt: DoubtTracker;
  /** How many creates had an unknown outcome. */
  unknowns: number;
  /** What the last create ended with. */
  last: Error | undefined;
  /** When the first busy answer came; monotonic. */
  busySinceMs: number | undefined;
  /** When the present stretch of trouble began. */
  since: Stretches;
  /** Tells the busy wait, once it has begun. */
  report: StateReport | undefined;
}

/** What happens before the next create. It answers a backup that turned up, or throws what ends it. */
type Row = (creation: Creation, state: CreateState, error: Error) => Promise<Backup | undefined>;

const MAX_UNKNOWNS = 3;
const CONFLICT_MS = 600_000;

/** A row for each answer. Whatever it is: no next create before a list of now that does not show ours. */
const ROWS = {
  busy: (creation, state, error) => waitWhileBusy(creation, state, error, creation.busyTimeoutMs),
  conflict: (creation, state, error) =>
    waitWhileBusy(creation, state, error, Math.min(creation.busyTimeoutMs, CONFLICT_MS)),
  quota: async (creation, state, error) => (await checkRefusal(creation, state)) ?? raise(error),
  duplicate: async (creation, state, error) => {
    const isAnothers = creation.existing.some(({ name }) => name === creation.order.name);
    const check = isAnothers && state.doubt.current?.kind === 'refused' ? checkRefusal : search;
    return (await check(creation, state)) ?? raise(error);
  },
  throttled: (creation, state, error) => waitOut(creation, state, 'throttled', error),
  unreachable: (creation, state, error) => waitOut(creation, state, 'unreachable', error),
  unknown: async (creation, state, error) => {
    const own = await search(creation, state);
    if (own === undefined && state.unknowns >= MAX_UNKNOWNS) throw error;
    if (own === undefined) {
      creation.session.log.info('It is not in the list: asking for it once more.');
    }
    return own;
  },
  unreadable: async (creation, state, error) => (await search(creation, state)) ?? raise(error),
  refused: async (_task, _state, error) => raise(error),
} as const satisfies Readonly<Record<string, Row>>;

function raise(error: Error): never {
  throw error;
}

const KINDS: Readonly<Partial<Record<ErrorKind, keyof typeof ROWS>>> = {
  busy: 'busy',
  conflict: 'conflict',
  'duplicate-name': 'duplicate',
  quota: 'quota',
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
async function send(creation: Creation, precedence: Precedence): Promise<CreateAnswer> {
  const { session, service, order, request, deadline, limiter } = creation;
  const leave = await limiter.acquire(deadline.signal, true);
  let isUnderWay = false;
  const onExchange = (isOut: boolean) => {
    isUnderWay = isOut;
  };
  let acceptedAt: string | undefined;
  const onAnswer = (answeredAtMs: number | undefined) => {
    acceptedAt = answeredAtMs === undefined ? undefined : formatTime(answeredAtMs);
  };
  try {
    deadline.throwIfOver();
    const inFlight = deadline.withGrace(CANCEL_GRACE_MS);
    const guard = { begin: deadline.signal, precedence, onExchange, onAnswer };
    const instanceName = findKnownName(session, order);
    const call = withSuspicion(service.createBackup({ ...request, instanceName }), order);
    const created = await session.send(order.service, call, inFlight, guard);
    return { kind: 'accepted', created, acceptedAt };
  } catch (reason) {
    return sortFailure(reason, isUnderWay);
  } finally {
    leave();
  }
}

/** Before each further create: what a list of now shows. */
async function checkList(creation: Creation, { doubt }: CreateState): Promise<Backup | undefined> {
  const found = await lookBeforeCreate(creation, doubt.current);
  doubt.noteList();
  return found;
}

/** Before a refusal is reported: a list of now that does not show ours rules it out. */
async function checkRefusal(creation: Creation, state: CreateState): Promise<Backup | undefined> {
  const found = await checkList(creation, state);
  state.doubt.ruleOut();
  return found;
}

async function search(creation: Creation, { doubt }: CreateState, forMs = LIST_LAG_MS) {
  if (doubt.current === undefined) return undefined;
  const found = await reconcile(creation, doubt.current, forMs);
  doubt.noteList();
  return found;
}

/** During a busy wait: it may be what the instance is busy with. */
async function lookWhileBusy(creation: Creation, { doubt }: CreateState) {
  if (doubt.current === undefined || !doubt.isListDue) return undefined;
  const { found, isListRead } = await tryToFindOwn(creation, doubt.current);
  if (isListRead) doubt.noteList();
  return found;
}

async function waitWhileBusy(
  creation: Creation,
  state: CreateState,
  cause: Error,
  limitMs: number,
): Promise<Backup | undefined> {
  if (limitMs === 0) return (await checkRefusal(creation, state)) ?? raise(cause);
  const nowMs = creation.session.clock.monotonicMs();
  state.busySinceMs ??= nowMs;
  const { busySinceMs: sinceMs } = state;
  const leftMs = limitMs - (nowMs - sinceMs);
  const wait = { cause, sinceMs, limitMs, findOwn: () => lookWhileBusy(creation, state) };
  state.report ??= announceBusy(creation, wait);
  try {
    // A service that takes a name twice would make a second one while a lagging list hides the first.
    const isSafe = creation.service.namesAreUnique || leftMs <= 0;
    const own = isSafe ? undefined : await search(creation, state, Math.min(LIST_LAG_MS, leftMs));
    const found = own ?? (await waitUntilFree(creation, wait, state.report));
    if (found !== undefined) return found;
  } catch (error) {
    // A refusal that another reason explains after all, such as a read replica's.
    if (error instanceof UnsupportedError) state.doubt.ruleOut();
    const isToCheck = error instanceof InstanceBusyError && creation.deadline.remainingMs() > 0;
    if (!isToCheck || !state.doubt.isOpen) throw error;
    return (await checkRefusal(creation, state)) ?? raise(error);
  }
  return await checkList(creation, state);
}

/** Trouble that passes: waits for it to pass. @throws the error where it has lasted for too long */
async function waitOut(
  creation: Creation,
  state: CreateState,
  kind: PassingTrouble,
  error: Error,
): Promise<Backup | undefined> {
  const { session, deadline, holdOutMs } = creation;
  const nowMs = session.clock.monotonicMs();
  state.since = extendStretch(state.since, kind, nowMs);
  const pauseMs = patientPauseMs(error, nowMs - (state.since[kind] ?? nowMs), holdOutMs);
  if (pauseMs === undefined) throw error;
  if (pauseMs > 0) await session.clock.sleep(pauseMs, deadline.signal);
  return await checkList(creation, state);
}

/** The doubt that an answer raises, where it raises one. */
const DOUBTS: Readonly<Partial<Record<keyof typeof ROWS, UncertaintyKind>>> = {
  busy: 'refused',
  conflict: 'refused',
  quota: 'refused',
  duplicate: 'refused',
  unknown: 'lost',
  unreadable: 'lost',
};

function note({ expected }: Creation, state: CreateState, { kind, error }: Failure) {
  state.last = error;
  state.since = keepStretch(state.since, kind);
  if (DOUBTS[kind] === 'lost') state.unknowns += 1;
  const isOurName = kind === 'duplicate' && expected.hasUniqueName;
  state.doubt.noteCreate(error, isOurName ? 'taken' : DOUBTS[kind]);
}

/** What to throw in the end, by what is known of a backup then. */
function explainEnd(error: unknown, creation: Creation, { doubt, last }: CreateState): unknown {
  if (error instanceof UncertainCreateError) return error;
  if (doubt.current === undefined || !doubt.isOpen) {
    return isBareEnd(error) ? InterruptedError.explain(error, last) : error;
  }
  // Any other end would only say that no backup was made, which is not known.
  const told = error instanceof InstanceBusyError ? error.cause : error;
  const cause = isBareEnd(told) ? (splitInterruption(told).trouble ?? last) : told;
  return createUncertainty(creation, { kind: doubt.current.kind, cause });
}

/**
 * Asks until the cloud has accepted one backup, and never for a second while a first may exist.
 * @throws UncertainCreateError when one may exist; anything else: there is none.
 */
export async function createExactlyOne(creation: Creation): Promise<Backup> {
  const state: CreateState = {
    doubt: trackDoubt(creation.session.clock),
    unknowns: 0,
    last: undefined,
    busySinceMs: undefined,
    since: {},
    report: undefined,
  };
  try {
    for (;;) {
      const answer = await send(creation, state.last === undefined ? 'create' : 'create-again');
      if (answer.kind === 'accepted') {
        return toAcceptedBackup(creation, answer.created, answer.acceptedAt);
      }
      note(creation, state, answer);
      const found = await ROWS[answer.kind](creation, state, answer.error);
      if (found !== undefined) return found;
    }
  } catch (error) {
    throw explainEnd(error, creation, state);
  }
}
