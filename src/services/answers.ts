import type { AnswerReader, ShowText } from '../http/answer-reader.ts';
import type { BackupEngine } from '../model.ts';
import {
  type FieldPath,
  findMeaning,
  hasZone,
  isSameWord,
  isWord,
  readAt,
  readCount,
  readId,
  readPercent,
  readSizeMb,
  readStatus,
  readText,
  readTime,
  readTree,
  readWhole,
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

/** What an adapter says of an answer: what differs from the names that the v3 APIs share. */
type Own<Fields, Shared> = Omit<Fields, keyof Shared> & Partial<Fields>;

/** Where everything stands in a page of a list of backups. */
interface PageFields {
  readonly list: string;
  readonly totalCount: string;
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
  /** Where type and version of the engine stand. */
  readonly engine: string;
  /** Where the least disk in GB of a restored instance stands. */
  readonly leastVolume?: string;
}

function readEngine(value: unknown): BackupEngine | undefined {
  const type = readText(readAt(value, ['type']));
  if (type === undefined) return undefined;
  return { type, version: readText(readAt(value, ['version'])) };
}

function readRecord(value: unknown, fields: PageFields, show: ShowText): BackupRecord | undefined {
  const field = (name: string) => readAt(value, [name]);
  const id = readId(field(fields.id));
  if (id === undefined) return undefined;
  const type = readText(field(fields.type));
  const state = readStatus(field(fields.status), fields.statusWords, show);
  const size = readSizeMb(field(fields.size), fields.sizeUnit);
  const engine = readEngine(field(fields.engine));
  const leastVolumeGb = readWhole(field(fields.leastVolume ?? ''));
  return {
    id,
    name: readText(field(fields.name)),
    instanceId: readText(field(fields.instanceId)),
    ...state,
    type: type && (findMeaning(fields.typeWords ?? {}, type) ?? type.toLowerCase()),
    beginTime: readTime(field(fields.beginTime)),
    isBeginTimeZoned: hasZone(field(fields.beginTime)),
    endTime: readTime(field(fields.endTime)),
    // While a backup is being made its size is given as nothing, which is not known yet.
    sizeMb: size === 0 && state.status !== 'COMPLETED' ? undefined : size,
    description: readText(field(fields.description)),
    ...(engine && { engine }),
    ...(leastVolumeGb !== undefined && { leastVolumeGb }),
  };
}

type ListReadout =
  | { readonly list: readonly unknown[]; readonly totalCount: number | undefined }
  | { readonly problem: string };

/** A list and how many the cloud counts; nothing in place of a list is an empty one where none is counted. */
function readList(
  answer: unknown,
  fields: { readonly list: string; readonly totalCount: string },
): ListReadout {
  const value = readAt(answer, [fields.list]);
  const totalCount = readCount(readAt(answer, [fields.totalCount]));
  const list: unknown = value === null && totalCount === 0 ? [] : value;
  return Array.isArray(list)
    ? { list, totalCount }
    : { problem: `it has no list at ${fields.list}` };
}

/** Five of six APIs give these names. */
const V3_PAGE = {
  list: 'backups',
  totalCount: 'total_count',
  id: 'id',
  name: 'name',
  instanceId: 'instance_id',
  status: 'status',
  type: 'type',
  beginTime: 'begin_time',
  endTime: 'end_time',
  size: 'size',
  description: 'description',
  engine: 'datastore',
} as const;

/** The answer of a list call: a record without an id makes it unreadable, all else may be missing. */
export function pageAnswer(own: Own<PageFields, typeof V3_PAGE>): AnswerReader<BackupPage> {
  const fields: PageFields = { ...V3_PAGE, ...own };
  return (answer, show) => {
    const page = readList(answer, fields);
    if ('problem' in page) return page;
    const { list, totalCount } = page;
    const backups = list.map((entry) => readRecord(entry, fields, show));
    const broken = backups.indexOf(undefined);
    if (broken >= 0) {
      return { problem: `it has no usable id at ${fields.list}.${broken}.${fields.id}` };
    }
    return { answer: { backups: backups.filter((backup) => backup !== undefined), totalCount } };
  };
}

/** Where everything stands in the answer of a create call; what is absent is not told. */
interface CreatedFields {
  readonly id: FieldPath;
  readonly jobId?: FieldPath;
  readonly status?: FieldPath;
  readonly statusWords?: StatusWords;
  readonly beginTime?: FieldPath;
}

/** The answer of a create call: without a backup id it is no success. */
export const createdAnswer =
  (fields: CreatedFields): AnswerReader<CreatedBackup> =>
  (answer, show) => {
    const id = readId(readAt(answer, fields.id));
    if (id === undefined) {
      return { problem: `it has no usable backup id at ${fields.id.join('.')}` };
    }
    const jobs = readAt(answer, fields.jobId ?? []);
    const jobId = fields.jobId && readId(Array.isArray(jobs) ? jobs[0] : jobs);
    const word = fields.status && readAt(answer, fields.status);
    const beginTime = fields.beginTime && readTime(readAt(answer, fields.beginTime));
    const state =
      typeof word !== 'string' || word === ''
        ? { status: 'BUILDING' as const, statusWord: undefined }
        : readStatus(word, fields.statusWords ?? {}, show);
    return { answer: { id, jobId, beginTime, ...state } };
  };

interface NodeFields {
  readonly list: string;
  readonly id: string;
  readonly role: string;
  readonly primary: string;
}

/** Where everything stands in a page of a list of instances, and what its words mean. */
interface InstanceFields {
  readonly list: string;
  readonly totalCount: string;
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
  const primaryNode = entries.find((node) => isWord(readAt(node, [role]), primary));
  return {
    nodeIds: entries.flatMap((node) => readId(readAt(node, [id])) ?? []),
    primaryNodeId: readId(readAt(primaryNode, [id])),
  };
}

function readInstance(
  value: unknown,
  fields: InstanceFields,
  show: ShowText,
): InstanceRecord | undefined {
  const field = (name: string | undefined) => (name ? readAt(value, [name]) : undefined);
  const id = readId(field(fields.id));
  if (id === undefined) return undefined;
  const tasks = field(fields.tasks);
  const runs = Array.isArray(tasks) ? tasks.map((task) => show(task) ?? 'a task') : [];
  const status = readText(field(fields.status));
  const words = show(field(fields.status));
  const { ready, busy, stuck = [], replica } = fields;
  const isOneOf = (word: string, listed: readonly string[]) =>
    listed.some((one) => isSameWord(one, word));
  const noNodes = { nodeIds: [], primaryNodeId: undefined };
  return {
    id,
    name: readText(field(fields.name)),
    state: [words ?? 'unknown', ...runs].join(', ').slice(0, 200).toWellFormed(),
    isFree: isWord(status, ready) && runs.length === 0,
    isStuck: [status ?? '', ...runs].some((word) => isOneOf(word, stuck)),
    isStateKnown: isOneOf(status ?? '', [ready, ...busy, ...stuck]),
    engine: readText(readAt(value, fields.engine))?.toLowerCase(),
    isReplica: replica && isWord(field(replica.field), replica.word),
    ...(fields.nodes ? readNodes(value, fields.nodes) : noNodes),
    listed: () => readTree(value, show),
  };
}

/** Every API gives these names. */
const V3_INSTANCES = {
  list: 'instances',
  totalCount: 'total_count',
  id: 'id',
  name: 'name',
  status: 'status',
  engine: ['datastore', 'type'],
} as const;

/** The answer of a list of instances; one without an id is left out. */
export function instancesAnswer(
  own: Own<InstanceFields, typeof V3_INSTANCES>,
): AnswerReader<InstancePage> {
  const fields: InstanceFields = { ...V3_INSTANCES, ...own };
  return (answer, show) => {
    const page = readList(answer, fields);
    if ('problem' in page) return page;
    const { list, totalCount } = page;
    const instances = list.flatMap((entry) => readInstance(entry, fields, show) ?? []);
    return { answer: { instances, totalCount } };
  };
}

/** Where everything stands in the answer of a job call. */
interface JobFields {
  /** Where the job stands; the other fields are below it. */
  readonly at: FieldPath;
  readonly status: string;
  readonly statusWords: Readonly<Record<string, Job['status']>>;
  readonly percent: string;
  readonly failReason: string;
}

const V3_JOB = {
  at: ['job'],
  status: 'status',
  statusWords: { Running: 'running', Completed: 'completed', Failed: 'failed' },
  percent: 'progress',
  failReason: 'fail_reason',
} as const;

/** The answer of a job call. Nothing in it is needed, so nothing makes it unreadable. */
export function jobAnswer(own: Own<JobFields, typeof V3_JOB> = {}): AnswerReader<Job> {
  const fields: JobFields = { ...V3_JOB, ...own };
  return (answer, show) => {
    const field = (name: string) => readAt(answer, [...fields.at, name]);
    const status = findMeaning(fields.statusWords, readText(field(fields.status))) ?? 'unknown';
    const percent = readPercent(field(fields.percent));
    return { answer: { status, percent, failReason: show(field(fields.failReason)) } };
  };
}
