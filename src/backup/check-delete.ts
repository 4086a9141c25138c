import { UnsupportedError } from '../errors/request-errors.ts';
import type { ServiceId } from '../model.ts';
import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';

/** Whether the cloud's pages document a delete call, and it is known which cloud this is. @throws UnsupportedError */
export function checkDelete({ cloud }: Session, service: ServiceId, what: string): void {
  const { title, noDeleteIn } = getService(service);
  if (noDeleteIn.length === 0) return;
  if (cloud === undefined) {
    throw new UnsupportedError(
      `The API of ${title} documents a way to delete a backup in some clouds only, and it is not known which cloud this is.`,
      { hint: 'Give cloud, or region.' },
    );
  }
  if (!noDeleteIn.includes(cloud)) return;
  throw new UnsupportedError(
    `The API of ${title} documents no way to delete a backup in this cloud.`,
    { hint: `Delete ${what} in the console.` },
  );
}
