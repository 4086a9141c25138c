import * as v from 'valibot';
import {
  type FieldPath,
  readAt,
  readId,
  readStatus,
  readTime,
  type StatusWords,
} from './read-fields.ts';
import type { CreatedBackup } from './service.ts';

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
