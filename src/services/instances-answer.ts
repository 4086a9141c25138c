import * as v from 'valibot';
import type { InstancePage, InstanceRecord } from './instance.ts';
import { type FieldPath, readAt, readCount, readId, readText, readWords } from './read-fields.ts';

interface NodeFields {
  readonly list: string;
  readonly id: string;
  readonly role: string;
  readonly primary: string;
}

export interface InstanceFields {
  readonly list: string;
  /** Absent where the list counts nothing. */
  readonly totalCount?: string;
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** The status word of an instance that takes orders. */
  readonly ready: string;
  /** Status words, and names of tasks, that do not pass by themselves. */
  readonly stuck?: readonly string[];
  /** Status words of states that may pass. A word that is in none of these lists is unknown. */
  readonly busy: readonly string[];
  /** A list that is empty while no task runs on the instance. */
  readonly tasks?: string;
  /** Where the engine's name stands. */
  readonly engine: FieldPath;
  /** The field and the word by which a read replica is known. */
  readonly replica?: { readonly field: string; readonly word: string };
  /** For instances whose nodes are known by their own ids too. */
  readonly nodes?: NodeFields;
}

function readNodes(value: unknown, { list, id, role, primary }: NodeFields) {
  const nodes = readAt(value, [list]);
  const entries: readonly unknown[] = Array.isArray(nodes) ? nodes : [];
  return {
    nodeIds: entries.flatMap((node) => readId(readAt(node, [id])) ?? []),
    primaryNodeId: readId(
      readAt(
        entries.find((node) => readAt(node, [role]) === primary),
        [id],
      ),
    ),
  };
}

function readInstance(
  value: unknown,
  fields: InstanceFields,
  answer: unknown,
): readonly InstanceRecord[] {
  const field = (name: string | undefined) => (name ? readAt(value, [name]) : undefined);
  const id = readId(field(fields.id));
  if (id === undefined) return [];
  const tasks = field(fields.tasks);
  const runs = Array.isArray(tasks) ? tasks.map((task) => readWords(task, answer) ?? 'a task') : [];
  const status = readText(field(fields.status));
  const words = readWords(field(fields.status), answer);
  const { ready, busy, stuck = [] } = fields;
  const noNodes = { nodeIds: [], primaryNodeId: undefined };
  return [
    {
      id,
      name: readText(field(fields.name)),
      state: [words ?? 'unknown', ...runs].join(', ').slice(0, 200).toWellFormed(),
      isFree: status === ready && runs.length === 0,
      isStuck: [status ?? '', ...runs].some((word) => stuck.includes(word)),
      isStateKnown: [ready, ...busy, ...stuck].includes(status ?? ''),
      engine: readText(readAt(value, fields.engine))?.toLowerCase(),
      isReplica: fields.replica && field(fields.replica.field) === fields.replica.word,
      ...(fields.nodes ? readNodes(value, fields.nodes) : noNodes),
    },
  ];
}

/** The answer of a list of instances; one without an id is left out. */
export const instancesAnswer = (fields: InstanceFields): v.GenericSchema<unknown, InstancePage> =>
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): InstancePage => {
      const list = readAt(value, [fields.list]);
      if (!Array.isArray(list)) {
        addIssue({ message: `it has no list at ${fields.list}` });
        return NEVER;
      }
      const { totalCount: field } = fields;
      const totalCount = field === undefined ? undefined : readCount(readAt(value, [field]));
      return { instances: list.flatMap((entry) => readInstance(entry, fields, value)), totalCount };
    }),
  );
