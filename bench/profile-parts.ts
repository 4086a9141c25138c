import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const frameSchema = v.object({
  functionName: v.string(),
  url: v.string(),
  lineNumber: v.number(),
  columnNumber: v.number(),
});
const profileSchema = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: frameSchema,
      children: v.optional(v.array(v.number()), []),
    }),
  ),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

export type Frame = v.InferOutput<typeof frameSchema>;

/** Whose time it is while this function runs, or undefined when that depends on who called it. */
export type NamePart = (frame: Frame) => string | undefined;

const REST = 'Node itself';

/** What a profile of Node's counts as functions that nobody wrote. */
const OF_NODE = new Map([
  ['(idle)', 'Waiting for the server'],
  ['(garbage collector)', 'Garbage collection'],
]);

/** Milliseconds of each part, from a profile that Node wrote: a sample counts for the nearest function with a part. */
export function readProfileParts(file: string, namePart: NamePart): ReadonlyMap<string, number> {
  const profile = v.parse(profileSchema, JSON.parse(readFileSync(file, 'utf8')));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(
    profile.nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)),
  );
  const partOf = (id: number): string => {
    const frame = nodes.get(id)?.callFrame;
    const part = frame && (OF_NODE.get(frame.functionName) ?? namePart(frame));
    const caller = callers.get(id);
    return part ?? (caller === undefined ? REST : partOf(caller));
  };
  const parts = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const part = partOf(id);
    parts.set(part, (parts.get(part) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  });
  return parts;
}
