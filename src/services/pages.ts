import { BackupError } from '../errors/backup-error.ts';
import { ListMovedError } from '../errors/request-errors.ts';
import { PAGE_SIZE } from './calls.ts';

/** What a list answered to one call. */
export interface ListPage<Entry> {
  readonly entries: readonly Entry[];
  /** How many there are on all pages, as far as the cloud tells. */
  readonly totalCount: number | undefined;
}

export interface Paging {
  /** How many entries to skip; `undefined` on the first page. */
  readonly offset: number | undefined;
  readonly limit: number;
}

/** What a page shows for the first time. */
export interface FreshPage<Entry> {
  readonly entries: readonly Entry[];
  /** Whether something may stand before these that has not been read. */
  readonly hasGap: boolean;
}

const MOST_ENTRIES = 20_000;
const MOST_CALLS = 1_000;

/** Whether nothing follows. A full page may have a next one, whatever is counted: a call more costs less than a backup. */
export const isLastPage = <Entry>(
  { entries, totalCount }: ListPage<Entry>,
  endsAt = entries.length,
): boolean => totalCount !== undefined && endsAt >= totalCount && entries.length < PAGE_SIZE;

/** How far to go back where a page lacks what the one before it has shown; twice as far each time. */
const STEP_BACK = PAGE_SIZE / 2;
const MOST_STEPS_BACK = 8;

/** The position in a list that others change meanwhile. */
interface Place {
  /** Where the next page begins. */
  readonly offset: number;
  /** How many entries were read without a gap. */
  readonly count: number;
  /** Whether nothing is missing between this page, read at `offset`, and all that was read before. */
  joins(page: ListPage<Identified>): boolean;
  /** Takes the page in. `false` where the list ends with it. */
  advance(page: ListPage<Identified>): boolean;
  /** To where the page that was missed may have moved. `false`: there is nothing left to try. */
  goBack(): boolean;
}

interface Identified {
  readonly id: string;
}

const isSamePage = (one: readonly Identified[], other: readonly Identified[]) =>
  one.length === other.length && one.every(({ id }, at) => id === other[at]?.id);

/**
 * A page begins at the last entry of the one before it. If it shows an entry that was read, nothing
 * between them is missing, wherever that entry stands now: what is new at the front only moves the
 * others back. What is deleted in front draws them out of the page, and then the place is found again
 * further in front; the first page has nothing before it.
 */
function startPlace(): Place {
  const joined = new Set<string>();
  let offset = 0;
  /** The page shows nothing of the one before it, which was one entry long or could not be passed. */
  let isNext = false;
  let previous: ListPage<Identified> = { entries: [], totalCount: undefined };
  let longest = 0;
  let stepsBack = 0;

  function moveTo(nextOffset: number, isNextPage: boolean) {
    offset = nextOffset;
    isNext = isNextPage;
    return true;
  }

  /** Past a page without anything new: those that are new in front have filled it, or the list has ended. */
  function pass(page: ListPage<Identified>): boolean {
    const { entries, totalCount = Number.POSITIVE_INFINITY } = page;
    if (entries.length === 0 || entries.length < longest) return false;
    if (!isSamePage(entries, previous.entries)) return step(page);
    // Some servers give the same page for any offset within it, some for any at all.
    const isMoreCounted = totalCount > Math.min(offset + entries.length, joined.size);
    return isMoreCounted && !isNext && moveTo(offset + 1, true);
  }

  const step = ({ entries }: ListPage<Identified>) =>
    entries.length === 1 ? moveTo(offset + 1, true) : moveTo(offset + entries.length - 1, false);

  return {
    get offset() {
      return offset;
    },
    get count() {
      return joined.size;
    },
    joins({ entries, totalCount = 0 }) {
      if (entries.length === 0 && totalCount > offset) return false;
      if (offset === 0) return true;
      if (isNext) return totalCount >= (previous.totalCount ?? 0);
      return entries.some(({ id }) => joined.has(id));
    },
    advance(page) {
      const { entries } = page;
      const { size } = joined;
      for (const { id } of entries) joined.add(id);
      const isNew = joined.size > size;
      if (isNew) stepsBack = 0;
      const goesOn =
        !isLastPage(page, offset + entries.length) && (isNew ? step(page) : pass(page));
      longest = Math.max(longest, entries.length);
      previous = page;
      return goesOn;
    },
    goBack() {
      if (offset === 0 || stepsBack === MOST_STEPS_BACK) return false;
      const by = STEP_BACK * 2 ** stepsBack;
      stepsBack += 1;
      return moveTo(Math.max(0, offset - by), false);
    },
  };
}

/**
 * The entries of a list page by page, each once. A short page is the last one where the cloud's count
 * says so. Without a count, or with a higher one, the list goes on until a page shows nothing new:
 * some servers give shorter pages than they are asked for, some the last page again and again.
 * What it shows may be relied on at once; what it has not shown by its end is not there.
 * @param content what it lists, like `backups of RDS`
 * @throws ListMovedError at the end of a list of which something may be missing
 */
export async function* readPages<Entry extends Identified>(
  askPage: (paging: Paging) => Promise<ListPage<Entry>>,
  content: string,
): AsyncGenerator<FreshPage<Entry>> {
  const shown = new Set<string>();
  const place = startPlace();
  for (let calls = 0; calls < MOST_CALLS && place.count < MOST_ENTRIES; calls++) {
    const offset = place.offset === 0 ? undefined : place.offset;
    const page = await askPage({ offset, limit: PAGE_SIZE });
    const hasGap = !place.joins(page);
    const entries = page.entries.filter(({ id }) => !shown.has(id));
    for (const { id } of entries) shown.add(id);
    yield { entries, hasGap };
    if (hasGap ? place.goBack() : place.advance(page)) continue;
    if (!hasGap) return;
    const unlistedCount = place.count === 0 ? page.totalCount : undefined;
    throw new ListMovedError({ content, unlistedCount });
  }
  const most = Math.min(place.count, MOST_ENTRIES);
  throw new BackupError(`The cloud listed more than ${most} ${content}.`);
}
