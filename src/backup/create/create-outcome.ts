import { ApiError } from '../../errors/api-error.ts';
import { BackupError } from '../../errors/backup-error.ts';
import { NetworkError } from '../../errors/network-error.ts';
import { ResponseError } from '../../errors/response-error.ts';
import type { CreatedBackup } from '../../services/service.ts';

/** Why a create surely made nothing. `final`: asking again would not help. */
export type RefusalReason = 'busy' | 'duplicate' | 'throttled' | 'unreached' | 'final';

/** What is known after one create call. */
export type CreateOutcome =
  | { readonly kind: 'accepted'; readonly created: CreatedBackup }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly error: BackupError }
  /** It may have made one. `answered`: the cloud said yes, unreadably, so asking again is out. */
  | { readonly kind: 'unknown'; readonly answered: boolean; readonly error: unknown };

function findReason(error: ApiError): RefusalReason | undefined {
  switch (error.kind) {
    case 'busy':
      return 'busy';
    case 'duplicate-name':
      return 'duplicate';
    case 'throttled':
      return 'throttled';
    case 'server':
      return undefined;
    default:
      return 'final';
  }
}

/** Sorts what a create call threw: surely nothing, or perhaps one. */
export function sortFailure(error: unknown): CreateOutcome {
  if (error instanceof ApiError) {
    const reason = findReason(error);
    return reason === undefined
      ? { kind: 'unknown', answered: false, error }
      : { kind: 'refused', reason, error };
  }
  if (error instanceof NetworkError && !error.mayHaveArrived) {
    return { kind: 'refused', reason: 'unreached', error };
  }
  if (error instanceof NetworkError) return { kind: 'unknown', answered: false, error };
  if (error instanceof ResponseError) return { kind: 'unknown', answered: true, error };
  // No login, no address: the call was never sent.
  if (error instanceof BackupError) return { kind: 'refused', reason: 'final', error };
  return { kind: 'unknown', answered: false, error };
}
