import type { UncertaintyKind } from '../../errors/request-errors.ts';
import type { Clock } from '../../runtime/clock.ts';

/** How late a list may show a backup, in milliseconds. */
export const LIST_LAG_MS = 60_000;

/** Why a backup of ours may exist, though no answer told its id. */
export interface Doubt {
  readonly kind: UncertaintyKind;
  /** What the create ended with. */
  readonly cause: Error;
  /** When it was raised; monotonic. */
  readonly sinceMs: number;
}

/** What is in doubt while one backup is asked for. */
export interface DoubtTracker {
  readonly current: Doubt | undefined;
  /** Whether a backup may exist, for all that is known now. */
  readonly isOpen: boolean;
  /** Whether a wait for something else has to read the list now. */
  readonly isListDue: boolean;
  /** A create has ended; `kind`: the doubt that it raises, if it raises one. */
  noteCreate(cause: Error, kind: UncertaintyKind | undefined): void;
  /** A list was read that does not show ours. */
  noteList(): void;
  /** A list was read that does not show ours, and that is all that a refusal asks for. */
  ruleOut(): void;
}

/** From the least to the most: a lost answer stays in doubt whatever is refused after it. */
const KINDS: readonly UncertaintyKind[] = ['refused', 'taken', 'lost'];

/**
 * A lost answer, and a name that is ours and taken, stay in doubt until the backup is found. What a refusal
 * raises is ruled out by a list that is read when a lagging one would show it, once for all further refusals.
 */
export function trackDoubt(clock: Clock): DoubtTracker {
  let current: Doubt | undefined;
  let isRuledOut = false;
  let isListRead = false;
  const isLate = ({ sinceMs }: Doubt) => clock.monotonicMs() - sinceMs >= LIST_LAG_MS;
  const isMore = (kind: UncertaintyKind) =>
    current === undefined || kind === 'lost' || KINDS.indexOf(kind) > KINDS.indexOf(current.kind);
  return {
    get current() {
      return current;
    },
    get isOpen() {
      return current !== undefined && !(current.kind === 'refused' && isRuledOut);
    },
    get isListDue() {
      if (current === undefined) return false;
      return current.kind !== 'refused' || !isListRead || (isLate(current) && !isRuledOut);
    },
    noteCreate(cause, kind) {
      isListRead = false;
      if (kind === undefined || !isMore(kind)) return;
      current = { kind, cause, sinceMs: clock.monotonicMs() };
    },
    noteList() {
      isListRead = true;
      isRuledOut ||= current !== undefined && isLate(current);
    },
    ruleOut() {
      isRuledOut = true;
    },
  };
}
