import * as v from 'valibot';
import { type FieldPath, readAt, readPercent, readText, readWords } from './read-fields.ts';
import type { Job } from './service.ts';

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
