import * as v from 'valibot';
import {
  readAt,
  readCount,
  readId,
  readSizeMb,
  readStatus,
  readText,
  readTime,
  type StatusWords,
} from './read-fields.ts';
import type { BackupPage, BackupRecord } from './service.ts';

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
