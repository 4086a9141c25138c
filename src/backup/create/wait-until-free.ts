import { ApiError } from '../../errors/api-error.ts';
import { InstanceBusyError } from '../../errors/instance-busy-error.ts';
import { LoginError } from '../../errors/login-error.ts';
import { formatDuration } from '../../format-duration.ts';
import { findPauseMs } from '../wait/poll-schedule.ts';
import type { CreateTask } from './create-task.ts';

const REPORT_EVERY_MS = 60_000;
/** An instance can look free and still refuse: what it does then is in no list, and only time helps. */
const FIRST_PATIENCE_MS = 15_000;
const NEXT_PATIENCE_MS = 600_000;

export interface BusyWait {
  /** What the create was refused with. */
  readonly cause: Error;
  /** How often the create was refused before, this time included. */
  readonly refusals: number;
}

/** The instance's state, or nothing when it can't be told: then only time can help. */
async function findState({ session, service, order, ready, limits }: CreateTask) {
  const { projectId, instanceId } = ready;
  try {
    const call = service.listInstances({ projectId, id: order.instanceId });
    const found = await session.send(order.service, call, limits.stop);
    return found.find(({ id, nodeIds }) => id === order.instanceId || nodeIds.includes(instanceId));
  } catch (error) {
    limits.cancelled.throwIfAborted();
    if (error instanceof LoginError) throw error;
    session.log.debug(`The instance could not be looked at: ${String(error)}`);
    return undefined;
  }
}

const describeRefusal = (cause: Error) =>
  cause instanceof ApiError && cause.code !== undefined
    ? ` The cloud says ${[cause.code, cause.text && `"${cause.text}"`].filter(Boolean).join(' ')}`
    : ` ${cause.message}`;

/** Says when the state changes, and once a minute that it has not. */
function createStateReport({ session: { log }, order: { instanceId } }: CreateTask) {
  let lastState: string | undefined;
  let lastMs = 0;
  return (state: string, elapsedMs: number, advice: string) => {
    if (state === lastState && elapsedMs - lastMs < REPORT_EVERY_MS) return;
    log.info(`Instance ${instanceId} is ${state}, ${formatDuration(elapsedMs)} so far.${advice}`);
    lastState = state;
    lastMs = elapsedMs;
  };
}

/** Waits until the instance takes an order. @throws InstanceBusyError */
export async function waitUntilFree(
  task: CreateTask,
  { cause, refusals }: BusyWait,
): Promise<void> {
  const { session, order, limits, busyTimeoutMs } = task;
  const { clock, random, log } = session;
  const { instanceId } = order;
  if (busyTimeoutMs === 0) throw cause;
  const startMs = clock.monotonicMs();
  const limitMs = Math.min(busyTimeoutMs, limits.findLeftMs());
  const patienceMs = Math.min(limitMs / 2, refusals > 1 ? NEXT_PATIENCE_MS : FIRST_PATIENCE_MS);
  log.info(
    `Instance ${instanceId} is busy: waiting until it is free, for ${formatDuration(limitMs)} at most.${describeRefusal(cause)}`,
  );
  const report = createStateReport(task);
  for (;;) {
    const instance = await findState(task);
    const elapsedMs = clock.monotonicMs() - startMs;
    const isFree = instance?.isFree ?? elapsedMs < limitMs;
    if (isFree && elapsedMs >= patienceMs && limits.findLeftMs() > 0) return;
    if (elapsedMs >= limitMs) throw new InstanceBusyError({ instanceId, elapsedMs, cause });
    const again = formatDuration(patienceMs - elapsedMs);
    const advice = isFree && instance ? ` It refuses all the same: asking again in ${again}.` : '';
    report(instance?.state ?? 'in an unknown state', elapsedMs, advice);
    const pauseMs = Math.min(findPauseMs(elapsedMs, random), limitMs - elapsedMs);
    await clock.sleep(pauseMs, limits.cancelled);
  }
}
