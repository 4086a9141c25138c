import { UncertainCreateError } from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { getService } from '../../services/index.ts';
import { startDeadline } from '../deadline.ts';
import type { WaitContext } from '../wait/schedule.ts';
import { type WaitOptions, waitForBackup } from '../wait/wait-for-backup.ts';
import type { OwnSearch } from './creation.ts';
import type { Doubt } from './doubt.ts';
import { createUncertainty, isBareEnd, reconcile } from './find-own.ts';
import { AnothersRecordError, type ExpectedBackup } from './ownership.ts';

/** What tells the backup of a create from others, as far as the ask has told it. */
export type AskedFor = Pick<ExpectedBackup, 'hasUniqueName' | 'hasUniqueDescription' | 'knownIds'>;

/** Of a backup that a program has passed on, it is only known what it is called. */
const NOTHING_KNOWN: AskedFor = {
  hasUniqueName: false,
  hasUniqueDescription: false,
  knownIds: new Set(),
};

export interface OwnWaitOptions extends WaitOptions {
  readonly asked?: AskedFor | undefined;
  /** Told when the id turns out to be another backup's. */
  readonly onDisowned?: (() => void) | undefined;
  /** Told of the one that is ours after all. */
  readonly onFound?: ((own: Backup) => void) | undefined;
}

function toExpected(accepted: Backup, asked: AskedFor, { record }: AnothersRecordError) {
  const { name, description, acceptedAt = '' } = accepted;
  // A name that nothing else makes up is ours, whatever time the cloud gives for it.
  const isOurs = asked.hasUniqueName && record.name === name;
  const knownIds = new Set(asked.knownIds);
  if (!isOurs) knownIds.add(record.id);
  return { ...asked, name, description, knownIds, askedAtMs: Date.parse(acceptedAt) };
}

/** Looks for ours by name, as after a lost answer. @throws UncertainCreateError */
async function findInstead(search: OwnSearch, accepted: Backup, doubt: Doubt): Promise<Backup> {
  try {
    const found = await reconcile(search, doubt);
    if (found !== undefined) return { ...found, partial: accepted.partial };
  } catch (error) {
    if (error instanceof UncertainCreateError) throw error;
    throw createUncertainty(search, {
      kind: doubt.kind,
      cause: isBareEnd(error) ? doubt.cause : error,
    });
  }
  throw createUncertainty(search, doubt);
}

/**
 * Waits for the backup that a create was answered with. Where the record of that id began before the
 * ask, it is another backup's: then ours is looked for by its name, and waited for.
 * @throws what `waitForBackup` does; UncertainCreateError where ours is not found
 */
export async function waitForOwn(
  context: WaitContext,
  accepted: Backup,
  { asked = NOTHING_KNOWN, onDisowned, onFound, ...options }: OwnWaitOptions,
): Promise<Backup> {
  const { session } = context;
  const { clock, log } = session;
  const startMs = clock.monotonicMs();
  const remainingMs = () => Math.max(0, startMs + options.timeoutMs - clock.monotonicMs());
  try {
    return await waitForBackup(context, accepted, options);
  } catch (error) {
    if (!(error instanceof AnothersRecordError)) throw error;
    log.warning(error.message);
    onDisowned?.();
    const { service, instanceId, name, description } = accepted;
    const deadline = startDeadline(clock, options.signal, remainingMs());
    const search: OwnSearch = {
      session,
      service: getService(service),
      order: { service, instanceId, name, description },
      expected: toExpected(accepted, asked, error),
      reuseExisting: false,
      deadline,
      holdOutMs: remainingMs(),
    };
    const doubt = { kind: 'lost', cause: error, sinceMs: clock.monotonicMs() } as const;
    try {
      const own = await findInstead(search, accepted, doubt);
      onFound?.(own);
      return await waitForBackup(context, own, { ...options, timeoutMs: remainingMs() });
    } finally {
      deadline.dispose();
    }
  }
}
