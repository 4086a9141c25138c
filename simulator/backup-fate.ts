/** How a single backup departs from the usual course; faults decide it at its create. */
export interface BackupFate {
  readonly failReason?: string;
  readonly buildingWord?: string;
  readonly completedWord?: string;
  /** Shows DELETING this long after its create. */
  readonly deletingAfterMs?: number;
  /** Leaves the lists this long after its create. */
  readonly goneAfterMs?: number;
}
