import type { BackupFate } from './backup-fate.ts';
import type { BackupFault } from './fault.ts';

/** What a fault of a single backup makes of it. */
export function backupFateOf(fault: BackupFault, backupMs: number): BackupFate {
  switch (fault.name) {
    case 'backup-fails':
      return { failReason: fault.failReason ?? 'The backup could not be uploaded.' };
    case 'unknown-status':
      return { buildingWord: fault.status ?? 'CHECKING' };
    case 'being-deleted':
      return { deletingAfterMs: fault.afterMs ?? 0 };
    case 'available':
      return { completedWord: 'AVAILABLE' };
    case 'vanishes':
      return { goneAfterMs: fault.afterMs ?? backupMs / 2 };
  }
}
