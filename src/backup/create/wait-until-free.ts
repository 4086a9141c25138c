import { ApiError } from '../../errors/api-error.ts';
import { InstanceBusyError, LoginError } from '../../errors/request-errors.ts';
import { growingPauseMs } from '../../http/patience.ts';
import type { Backup } from '../../model.ts';
import { onChangeOrEvery, pollUntil } from '../../runtime/clock.ts';
import { formatDuration } from '../../runtime/text.ts';
import { describeKnown, findKnownName, noteInstance, refuseReplica } from '../instances.ts';
import { nextPollMs } from '../wait/pauses.ts';
import type { Creation } from './creation.ts';

const REPORT_EVERY_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;

export interface BusyWait {
  /** What the create was refused with last. */
  readonly cause: Error;
  /** When it was refused as busy for the first time, on the monotonic clock. */
  readonly sinceMs: number;
  /** How long to wait, counted from then, in milliseconds. */
  readonly limitMs: number;
  /** Checks whether the backup is there already: it may be what the instance is busy with. */
  findOwn(): Promise<Backup | undefined>;
}

/** Whether the login has ended, or is refused for good. */
const isLoginOver = (error: unknown) =>
  error instanceof LoginError || (error instanceof ApiError && error.kind === 'login');

/** The instance as its list shows it, or nothing when it can't be told: then only time can help. */
async function findInstance({ session, service, order, request, deadline }: Creation) {
  const { projectId, instanceId } = request;
  try {
    const call = service.listInstances({ projectId, id: order.instanceId });
    const { instances } = await session.send(order.service, call, deadline.signal);
    const found = instances.find(
      ({ id, nodeIds }) => id === order.instanceId || nodeIds.includes(instanceId),
    );
    if (found !== undefined) noteInstance(session, order.service, found);
    return found;
  } catch (error) {
    deadline.cancelled.throwIfAborted();
    if (isLoginOver(error)) throw error;
    session.log.debug(`The instance could not be looked at: ${String(error)}`);
    return undefined;
  }
}

/** Whether the create may go out: nothing that its pages list shows that the instance is busy. */
const looksFree = (instance: Awaited<ReturnType<typeof findInstance>>) =>
  instance === undefined || instance.isFree || !instance.isStateKnown;

const describeRefusal = (cause: Error) =>
  cause instanceof ApiError && cause.code !== undefined
    ? ` The cloud says ${[cause.code, cause.text && `"${cause.text}"`].filter(Boolean).join(' ')}`
    : ` ${cause.message}`;

/** Says when the state changes, and once a minute that it has not. */
function createStateReport({ session, order }: Creation) {
  const isDue = onChangeOrEvery(REPORT_EVERY_MS);
  return (state: string, elapsedMs: number, advice: string) => {
    if (!isDue(state, elapsedMs)) return;
    const instance = describeKnown(session, order);
    session.log.info(
      `Instance ${instance} is ${state}, ${formatDuration(elapsedMs)} so far.${advice}`,
    );
  };
}

/** Tells a busy wait from its first refusal to its end, however many creates it takes. */
export type StateReport = ReturnType<typeof createStateReport>;

/** The first word of a busy wait. */
export function announceBusy(creation: Creation, { cause, limitMs }: BusyWait): StateReport {
  const { session, order, deadline } = creation;
  const mostMs = Math.min(limitMs, deadline.remainingMs());
  const isKnown = !(cause instanceof ApiError && cause.kind === 'conflict');
  const what = isKnown
    ? 'is busy'
    : 'refuses with a conflict that no page lists, so it is taken for busy';
  session.log.info(
    `Instance ${describeKnown(session, order)} ${what}: waiting until it is free, for ${formatDuration(mostMs)} at most.${describeRefusal(cause)}`,
  );
  return createStateReport(creation);
}

/** The instance at one moment of the wait. */
interface Moment {
  readonly instance: Awaited<ReturnType<typeof findInstance>>;
  readonly elapsedMs: number;
  /** Until when the wait may last, and when the next create is due; both since it began. */
  readonly endMs: number;
  readonly dueMs: number;
}

/** Whether the create may go out now. @throws InstanceBusyError, UnsupportedError */
function mayCreate(
  { session, order, deadline }: Creation,
  { cause }: BusyWait,
  moment: Moment,
): boolean {
  const { instance, elapsedMs, endMs, dueMs } = moment;
  const { instanceId } = order;
  // RDS v1 has one code for "busy" and for "not this type of instance".
  if (instance !== undefined) refuseReplica(instance);
  const isStuck = instance?.isStuck ?? false;
  const isDue = looksFree(instance) && elapsedMs >= dueMs && deadline.remainingMs() > 0;
  if (!isStuck && isDue) return true;
  if (!isStuck && elapsedMs < endMs) return false;
  const state = instance?.state ?? 'in an unknown state';
  const instanceName = findKnownName(session, order);
  throw new InstanceBusyError({ instanceId, instanceName, elapsedMs, cause, state, isStuck });
}

/**
 * Waits until the create may be sent again: only list calls go out while the instance is shown as busy;
 * where it is shown as free, or can't be shown, creates have pauses that grow from 5 s to a minute.
 * Answers the backup itself if that turns up meanwhile. @throws InstanceBusyError
 */
export async function waitUntilFree(
  creation: Creation,
  wait: BusyWait,
  report: StateReport,
): Promise<Backup | undefined> {
  const { clock, random } = creation.session;
  const { deadline } = creation;
  const refusedMs = clock.monotonicMs() - wait.sinceMs;
  const createMs = refusedMs + growingPauseMs(refusedMs, FIRST_PAUSE_MS);
  const polling = { clock, signal: deadline.cancelled };
  return await pollUntil<Backup | undefined>(async () => {
    const instance = await findInstance(creation);
    const own = await wait.findOwn();
    if (own !== undefined) return { value: own };
    const elapsedMs = clock.monotonicMs() - wait.sinceMs;
    const endMs = Math.min(wait.limitMs, elapsedMs + deadline.remainingMs());
    // A create that was refused at the end was the last one.
    const dueMs = refusedMs >= wait.limitMs ? Number.POSITIVE_INFINITY : Math.min(createMs, endMs);
    if (mayCreate(creation, wait, { instance, elapsedMs, endMs, dueMs }))
      return { value: undefined };
    const isFree = looksFree(instance);
    const leftMs = dueMs - elapsedMs;
    const again = ` It refuses all the same: asking again in ${formatDuration(leftMs)}.`;
    report(instance?.state ?? 'in an unknown state', elapsedMs, isFree ? again : '');
    const pauseMs = isFree ? leftMs : nextPollMs(elapsedMs, random);
    return { nextMs: Math.min(pauseMs, endMs - elapsedMs) };
  }, polling);
}
