import * as v from 'valibot';
import {
  type FieldPath,
  readAt,
  readCount,
  readId,
  readPercent,
  readSizeMb,
  readStatus,
  readText,
  readTime,
  readWords,
  type StatusWords,
} from './fields.ts';
import type {
  BackupPage,
  BackupRecord,
  CreatedBackup,
  InstancePage,
  InstanceRecord,
  Job,
} from './service.ts';

export interface RecordFields {
  readonly id: string;
  readonly name: string;
  readonly instanceId: string;
  readonly status: string;
  readonly statusWords: StatusWords;
  readonly type: string;
  /** Words for types where they are not `manual` and `auto` in some case of letters. */
  readonly typeWords?: Readonly<Record<string, string>>;
  readonly beginTime: string;
  readonly endTime: string;
  readonly size: string;
  readonly sizeUnit: 'KB' | 'MB' | 'GB';
  readonly description: string;
}

function findType(word: string, words: Readonly<Record<string, string>> = {}): string {
  return (Object.hasOwn(words, word) ? words[word] : undefined) ?? word.toLowerCase();
}

function readRecord(
  value: unknown,
  fields: RecordFields,
  answer: unknown,
): BackupRecord | undefined {
  const field = (name: string) => readAt(value, [name]);
  const id = readId(field(fields.id));
  if (id === undefined) return undefined;
  const type = readText(field(fields.type));
  const state = readStatus(field(fields.status), fields.statusWords, answer);
  const size = readSizeMb(field(fields.size), fields.sizeUnit);
  return {
    id,
    name: readText(field(fields.name)),
    instanceId: readText(field(fields.instanceId)),
    ...state,
    type: type && findType(type, fields.typeWords),
    beginTime: readTime(field(fields.beginTime)),
    endTime: readTime(field(fields.endTime)),
    // While a backup is being made its size is given as nothing, which is not known yet.
    sizeMb: size === 0 && state.status !== 'COMPLETED' ? undefined : size,
    description: readText(field(fields.description)),
  };
}

export interface PageFields extends RecordFields {
  readonly list: string;
  readonly totalCount: string;
}

/** The answer of a list call: a record without an id makes it unreadable, all else may be missing. */
export const pageAnswer = (fields: PageFields): v.GenericSchema<unknown, BackupPage> =>
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): BackupPage => {
      const list = readAt(value, [fields.list]);
      if (!Array.isArray(list)) {
        addIssue({ message: `it has no list at ${fields.list}` });
        return NEVER;
      }
      const backups = list.map((entry) => readRecord(entry, fields, value));
      const broken = backups.indexOf(undefined);
      if (broken >= 0) {
        addIssue({ message: `it has no usable id at ${fields.list}.${broken}.${fields.id}` });
        return NEVER;
      }
      const totalCount = readCount(readAt(value, [fields.totalCount]));
      return { backups: backups.filter((backup) => backup !== undefined), totalCount };
    }),
  );

export interface CreatedFields {
  readonly id: FieldPath;
  readonly jobId?: FieldPath;
  readonly status?: FieldPath;
  readonly statusWords?: StatusWords;
  readonly beginTime?: FieldPath;
}

/** The answer of a create call: without a backup id it is no success. */
export const createdAnswer = (fields: CreatedFields): v.GenericSchema<unknown, CreatedBackup> =>
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): CreatedBackup => {
      const id = readId(readAt(value, fields.id));
      if (id === undefined) {
        addIssue({ message: `it has no usable backup id at ${fields.id.join('.')}` });
        return NEVER;
      }
      const jobs = readAt(value, fields.jobId ?? []);
      const jobId = fields.jobId && readId(Array.isArray(jobs) ? jobs[0] : jobs);
      const word = fields.status && readAt(value, fields.status);
      const beginTime = fields.beginTime && readTime(readAt(value, fields.beginTime));
      const created = { id, jobId, beginTime };
      if (typeof word !== 'string' || word === '') {
        return { ...created, status: 'BUILDING', statusWord: undefined };
      }
      return { ...created, ...readStatus(word, fields.statusWords ?? {}, value) };
    }),
  );

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

export interface JobFields {
  readonly at: FieldPath;
  readonly status: string;
  readonly statusWords: Readonly<Record<string, Job['status']>>;
  readonly percent: string;
  readonly failReason: string;
}

function readJobStatus(value: unknown, words: JobFields['statusWords']): Job['status'] {
  const word = readText(value) ?? '';
  return (Object.hasOwn(words, word) ? words[word] : undefined) ?? 'unknown';
}

/** The answer of a job call. Nothing in it is needed, so nothing makes it unreadable. */
export const jobAnswer = (fields: JobFields): v.GenericSchema<unknown, Job> =>
  v.pipe(
    v.unknown(),
    v.transform((value): Job => {
      const field = (name: string) => readAt(value, [...fields.at, name]);
      return {
        status: readJobStatus(field(fields.status), fields.statusWords),
        percent: readPercent(field(fields.percent)),
        failReason: readWords(field(fields.failReason), value),
      };
    }),
  );
