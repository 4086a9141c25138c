import { type CreateAnswer, sortFailure } from '../backup/create/exactly-one.ts';
import { CANCEL_GRACE_MS, type Deadline } from '../backup/deadline.ts';
import { listMeant } from '../backup/instances.ts';
import { nextPollMs } from '../backup/wait/pauses.ts';
import { BackupError } from '../errors/backup-error.ts';
import { isTransient, LookupError } from '../errors/request-errors.ts';
import { UncertainRestoreError } from '../errors/restore-errors.ts';
import { patientPauseMs } from '../http/patience.ts';
import type { Backup, RestoredInstance } from '../model.ts';
import { InterruptedError } from '../runtime/abort.ts';
import { pollUntil } from '../runtime/clock.ts';
import { formatDuration, withName } from '../runtime/text.ts';
import { getService } from '../services/index.ts';
import type { AcceptedInstance } from '../services/new-instance/instance-maker.ts';
import type { InstanceRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { printBody } from './restore-guide.ts';
import type { PreparedRestore } from './restore-plan.ts';

/** Everything that making one instance needs to know. */
export interface RestoreTask {
  readonly session: Session;
  readonly backup: Backup;
  readonly prepared: PreparedRestore;
  /** Whether nothing else makes up its name. */
  readonly hasUniqueName: boolean;
  readonly deadline: Deadline;
}

/** What follows an answer. The call is sent once, and again only where it has surely reached nothing. */
type Row =
  /** It reached nothing: the name is looked for, and the call is sent again. */
  | 'again'
  /** There is none, and none was asked for. */
  | 'end'
  /** A second call of a gateway's may have been refused because of the first: the name is looked for, for a while. */
  | 'look for a while'
  /** One may be made: the name is looked for until the deadline. */
  | 'look to the end';

const ROWS: Readonly<Record<Exclude<CreateAnswer['kind'], 'accepted'>, Row>> = {
  throttled: 'again',
  unreachable: 'again',
  refused: 'end',
  busy: 'look for a while',
  conflict: 'look for a while',
  quota: 'look for a while',
  duplicate: 'look for a while',
  unknown: 'look to the end',
  unreadable: 'look to the end',
};

/** How late a list may show a new instance, in milliseconds. */
export const INSTANCE_LAG_MS = 300_000;

/** The instances that have the name now. */
const listNamed = ({ session, backup, prepared }: RestoreTask, signal: AbortSignal) =>
  listMeant(session, { service: backup.service, name: prepared.name }, signal);

/** Before the first call. @throws LookupError: what has the name is never taken */
async function refuseTakenName(task: RestoreTask): Promise<void> {
  const { name } = task.prepared;
  const found = await listNamed(task, task.deadline.signal);
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  throw new LookupError(
    `An instance named ${name} exists: ${ids.join(', ')}. No instance was asked for.`,
    ids,
    'Take a name that no instance has: the new instance is known by it.',
  );
}

/** Four hexadecimal digits. */
const drawFour = (random: () => number) =>
  Math.floor(random() * 0x1_00_00)
    .toString(16)
    .padStart(4, '0');

/** A UUID of random digits. */
function drawUuid(random: () => number): string {
  const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, () => drawFour(random));
  return `${a}${b}-${c}-4${d?.slice(1)}-8${e?.slice(1)}-${f}${g}${h}`;
}

type Sent =
  | { readonly kind: 'accepted'; readonly made: AcceptedInstance }
  | Exclude<CreateAnswer, { kind: 'accepted' }>;

async function send(task: RestoreTask, clientToken: string): Promise<Sent> {
  const { session, backup, prepared, deadline } = task;
  const { maker, described, name } = prepared;
  const { cloud = 'otc' } = session;
  const { body } = printBody(described);
  let isUnderWay = false;
  const onExchange = (isOut: boolean) => {
    isUnderWay = isOut;
  };
  try {
    deadline.throwIfOver();
    const { path } = described;
    const call = maker.create({ cloud, path, body, name, backupId: backup.id, clientToken });
    const guard = { begin: deadline.signal, onExchange };
    const inFlight = deadline.withGrace(CANCEL_GRACE_MS);
    return { kind: 'accepted', made: await session.send(backup.service, call, inFlight, guard) };
  } catch (reason) {
    const sorted = sortFailure(reason, isUnderWay);
    if (sorted.kind === 'accepted') throw reason;
    return sorted;
  }
}

/** An instance in the caller's terms. */
export function toInstance(
  { backup, prepared }: RestoreTask,
  known: Pick<RestoredInstance, 'id' | 'status' | 'jobId'>,
): RestoredInstance {
  const { service, id: backupId, instanceId: sourceInstanceId } = backup;
  const where = { service, name: prepared.name, backupId, sourceInstanceId };
  return { ...where, ...known, privateIps: [], port: undefined, created: true };
}

/** That an instance may exist which can't be told to be ours. */
export function createUncertainty(
  { backup, prepared }: RestoreTask,
  found: readonly InstanceRecord[],
  cause: unknown,
  instance?: RestoredInstance,
): UncertainRestoreError {
  const { title } = getService(backup.service);
  const candidates = found.map(({ id }) => id);
  const instanceName = prepared.name;
  return new UncertainRestoreError({
    title,
    instanceName,
    backupId: backup.id,
    candidates,
    instance,
    cause,
  });
}

/** What was named as ours was looked for. @throws UncertainRestoreError where it can't be told whether it is ours */
function pickOwn(task: RestoreTask, found: readonly InstanceRecord[], cause: unknown) {
  const [own, ...others] = found;
  if (own === undefined) return undefined;
  if (others.length > 0 || !task.hasUniqueName) throw createUncertainty(task, found, cause);
  task.session.log.info(`Found it: instance ${own.id} is the one that was asked for.`);
  return toInstance(task, { id: own.id, status: own.state, jobId: undefined });
}

/**
 * Looks for the name, as long as a list may be late or until the deadline; a list that can't be had says nothing.
 * @throws UncertainRestoreError
 */
async function findOwn(task: RestoreTask, cause: Error, forMs: number) {
  const { session, deadline } = task;
  const { clock, random, log } = session;
  let last: unknown = cause;
  try {
    return await pollUntil<RestoredInstance | undefined>(
      async (elapsedMs) => {
        let isListed = false;
        try {
          const own = pickOwn(task, await listNamed(task, deadline.signal), cause);
          if (own !== undefined) return { value: own };
          isListed = true;
        } catch (error) {
          if (!isTransient(error)) throw error;
          log.debug(`The list could not be had: ${String(error)}`);
          last = error;
        }
        if (isListed && elapsedMs >= forMs) return { value: undefined };
        const leftMs = deadline.remainingMs();
        if (leftMs <= 0) throw last;
        return { nextMs: Math.min(nextPollMs(elapsedMs, random), leftMs) };
      },
      { clock, signal: deadline.cancelled },
    );
  } catch (error) {
    if (error instanceof UncertainRestoreError) throw error;
    const isPlainEnd = !(error instanceof BackupError);
    throw createUncertainty(task, [], isPlainEnd ? last : error);
  }
}

/** @throws the error where it does not pass, or has lasted for too long */
async function pauseBeforeNext(task: RestoreTask, error: Error, sinceMs: number): Promise<void> {
  const { session, deadline } = task;
  const { clock } = session;
  const pauseMs = patientPauseMs(error, clock.monotonicMs() - sinceMs);
  const leftMs = deadline.remainingMs();
  if (pauseMs === undefined || leftMs <= 0) throw error;
  if (pauseMs === 0) return;
  try {
    await clock.sleep(Math.ceil(Math.min(pauseMs, leftMs)), deadline.signal);
  } catch (reason) {
    throw InterruptedError.explain(reason, error);
  }
}

/** For how long an answer is held up by the look at the id that it names. */
const LOOK_MS = 10_000;

/**
 * The error where an answer names an instance that has another name: what is put out as made here may be
 * deleted by that. A list that can't be had says nothing; the wait goes by the name.
 */
async function findForeign(task: RestoreTask, id: string): Promise<BackupError | undefined> {
  const { session, backup, prepared, deadline } = task;
  const limit = AbortSignal.any([deadline.signal, session.clock.signalAfter(LOOK_MS)]);
  try {
    const query = { service: backup.service, instanceId: id };
    const [found] = await listMeant(session, query, limit);
    if (found === undefined || found.name === prepared.name) return undefined;
    return new BackupError(
      `The answer names instance ${withName(id, found.name)}, which was there before: it can’t be this call’s.`,
    );
  } catch (error) {
    session.log.debug(`The new instance could not be looked at yet: ${String(error)}`);
    return undefined;
  }
}

/** What became of a call whose answer leaves that open. @throws UncertainRestoreError, or the refusal where a list rules it out */
async function findAfter(task: RestoreTask, error: Error, row: Row): Promise<RestoredInstance> {
  const { session, prepared } = task;
  const isToTheEnd = row === 'look to the end';
  const forMs = isToTheEnd ? Number.POSITIVE_INFINITY : INSTANCE_LAG_MS;
  session.log.warning(
    isToTheEnd
      ? `It is not known whether instance ${prepared.name} is made, and it is not asked for again: looking for its name until the time limit. ${error.message}`
      : `Instance ${prepared.name} may itself be the reason of the refusal: looking for its name for ${formatDuration(forMs)}. ${error.message}`,
  );
  const own = await findOwn(task, error, forMs);
  if (own === undefined) throw error;
  return own;
}

/**
 * Asks for one instance, once, and again only where the call has surely reached nothing.
 * @throws UncertainRestoreError when one may exist; anything else: there is none.
 */
export async function makeExactlyOne(task: RestoreTask): Promise<RestoredInstance> {
  const { session, deadline } = task;
  const { clock } = session;
  const clientToken = drawUuid(session.random);
  const startMs = clock.monotonicMs();
  await refuseTakenName(task);
  for (;;) {
    const sent = await send(task, clientToken);
    if (sent.kind === 'accepted') {
      const { id, jobId, status = 'accepted' } = sent.made;
      const foreign = await findForeign(task, id);
      if (foreign !== undefined) return await findAfter(task, foreign, ROWS.unreadable);
      return toInstance(task, { id, jobId, status });
    }
    const row = ROWS[sent.kind];
    if (row === 'end') throw sent.error;
    if (row === 'again') {
      await pauseBeforeNext(task, sent.error, startMs);
      const found = pickOwn(task, await listNamed(task, deadline.signal), sent.error);
      if (found !== undefined) return found;
      continue;
    }
    return await findAfter(task, sent.error, row);
  }
}
