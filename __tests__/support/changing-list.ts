import type { ListPage, Paging } from '../../src/services/pages.ts';

export interface Entry {
  readonly id: string;
}

export interface ChangingListSetup {
  /** The ids at the start, in the list's order. */
  readonly ids: readonly string[];
  /** What others do to the list before a call is answered, counted from 0. */
  readonly change?: (ids: string[], call: number) => void;
  /** How many it gives a page at most. */
  readonly most?: number;
  /** Where it begins a page that is asked for from an offset. */
  readonly findStart?: (offset: number) => number;
  /** Whether it counts. */
  readonly isCounted?: boolean;
  /** Which answers are empty, though it counts. */
  readonly isEmpty?: (call: number) => boolean;
}

export const numbered = (count: number, prefix = 'e'): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

/** A list that others change while it is read. */
export function changingList(setup: ChangingListSetup) {
  const { change = () => {}, most = 100, findStart = (offset) => offset } = setup;
  const { isCounted = true, isEmpty = () => false } = setup;
  const ids = [...setup.ids];
  const offsets: (number | undefined)[] = [];
  const askPage = async ({ offset, limit }: Paging): Promise<ListPage<Entry>> => {
    const call = offsets.length;
    change(ids, call);
    offsets.push(offset);
    const start = findStart(offset ?? 0);
    const page = isEmpty(call) ? [] : ids.slice(start, start + Math.min(limit, most));
    return {
      entries: page.map((id) => ({ id })),
      totalCount: isCounted ? ids.length : undefined,
    };
  };
  return { ids, offsets, askPage };
}
