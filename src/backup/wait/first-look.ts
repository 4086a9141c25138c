import type { Backup } from '../../model.ts';
import { getService } from '../../services/index.ts';
import type { Session } from '../../session.ts';
import { readFirstPage } from '../list-records.ts';
import { type History, learnHistory } from './history.ts';
import { lookAtBackups, type Turn } from './look-at-backups.ts';

/** A look that has seen the backups before this one too. */
export interface FirstLook extends Turn {
  readonly history: History | undefined;
}

/** The first look, with the list of the instance's backups: one call shows this one and the last ones. */
export async function takeFirstLook(
  session: Session,
  backup: Backup,
  signal: AbortSignal,
): Promise<FirstLook> {
  const begunMs = session.clock.monotonicMs();
  const { service, instanceId } = backup;
  let history: History | undefined;
  const see = await lookAtBackups(async () => {
    const isWhole = getService(service).listing === 'whole';
    const filter = isWhole ? { service } : { service, instanceId };
    const records = await readFirstPage(session, filter, signal);
    history = learnHistory(records, backup);
    return new Map(records.map((record) => [record.id, record]));
  });
  return { ...see(backup), begunMs, history };
}
