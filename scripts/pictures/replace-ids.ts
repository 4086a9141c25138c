import { createHash } from 'node:crypto';

/** Ids as the clouds make them up: of backups and jobs, and of requests in their refusals. */
const ID = /\b(?:[0-9a-f]{32}(?:br\d\d)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** Another one of the same form. */
function makeStandIn(id: string, count: number): string {
  const digits = createHash('sha256').update(`stand-in ${count}`).digest('hex');
  let at = 0;
  const [, head = id, suffix = ''] = /^(.*?)(br\d\d)?$/.exec(id) ?? [];
  return `${head.replace(/[0-9a-f]/g, () => digits.charAt(at++))}${suffix}`;
}

/**
 * The texts with ids that are the same in every run: the first one found becomes the first stand-in,
 * and so on. What is in `known` stays.
 */
export function replaceIds(texts: readonly string[], known: string): readonly string[] {
  const standIns = new Map<string, string>();
  return texts.map((text) =>
    text.replace(ID, (id) => {
      if (known.includes(id)) return id;
      const standIn = standIns.get(id) ?? makeStandIn(id, standIns.size + 1);
      standIns.set(id, standIn);
      return standIn;
    }),
  );
}
