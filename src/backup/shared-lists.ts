import type { ServiceId } from '../model.ts';
import { throwIfEnded } from '../runtime/abort.ts';
import { createMemory } from '../runtime/memory.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { type BackupFilter, listRecords, selectRecords } from './list.ts';

/**
 * Lists that are read once for all calls that are given them, as the cloud shows them then: for looks
 * at several databases of one project at one moment. They never grow fresh.
 */
export interface SharedLists {
  list(
    session: Session,
    filter: BackupFilter,
    signal: AbortSignal,
  ): Promise<readonly BackupRecord[]>;
}

/** What a list ended with; a refusal stands for all who share it. */
type Reading = { readonly records: readonly BackupRecord[] } | { readonly error: unknown };

export function createSharedLists(): SharedLists {
  const readings = createMemory<Reading>();
  /** The services of which the whole project's list is read anyway: it shows each instance's too. */
  const wide = new Set<ServiceId>();

  const read = (session: Session, filter: BackupFilter) => async (signal: AbortSignal) => {
    try {
      return { records: await listRecords(session, filter, signal) };
    } catch (error) {
      throwIfEnded(error, signal);
      return { error };
    }
  };

  return {
    async list(session, { service, instanceId, type }, signal) {
      if (instanceId === undefined || getService(service).listing === 'whole') wide.add(service);
      const isWide = wide.has(service) && !getService(service).listNeedsInstance;
      const filter = isWide ? { service } : { service, instanceId };
      const key = [service, filter.instanceId?.toLowerCase()].join(' ');
      const reading = await readings.recall(key, read(session, filter), signal);
      if ('error' in reading) throw reading.error;
      return await selectRecords(session, { ...reading, service, instanceId, type }, signal);
    },
  };
}
