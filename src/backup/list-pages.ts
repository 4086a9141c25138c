import { PAGE_SIZE } from '../services/calls.ts';

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

const MOST_ENTRIES = 20_000;
const MOST_CALLS = 1_000;

/**
 * The entries of a list page by page, each once. A short page is the last one where the cloud's count
 * says so. Without a count, or with a higher one, the list goes on until a page shows nothing new:
 * some servers give shorter pages than they are asked for, some the last page again and again.
 * `onEndless` gets the number of entries read, and makes the error for a list that does not end.
 */
export async function* readPages<Entry extends { readonly id: string }>(
  askPage: (paging: Paging) => Promise<ListPage<Entry>>,
  onEndless: (count: number) => Error,
): AsyncGenerator<readonly Entry[]> {
  const known = new Set<string>();
  let readCount = 0;
  for (let calls = 0; calls < MOST_CALLS && readCount < MOST_ENTRIES; calls++) {
    const offset = readCount === 0 ? undefined : readCount;
    const { entries, totalCount } = await askPage({ offset, limit: PAGE_SIZE });
    const fresh = entries.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    readCount += entries.length;
    yield fresh;
    if (fresh.length === 0) return;
    const isAll = totalCount !== undefined && readCount >= totalCount;
    // A full page asks for the next one whatever is counted: a call more costs less than a backup.
    if (isAll && entries.length < PAGE_SIZE) return;
  }
  throw onEndless(readCount);
}
