import * as v from 'valibot';
import { type FieldPath, readAt, readId, readStatus, type StatusWords } from './read-fields.ts';
import type { CreatedBackup } from './service.ts';

export interface CreatedFields {
  readonly id: FieldPath;
  readonly jobId?: FieldPath;
  readonly status?: FieldPath;
  readonly statusWords?: StatusWords;
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
      if (typeof word !== 'string') return { id, jobId, status: 'BUILDING', statusWord: undefined };
      return { id, jobId, ...readStatus(word, fields.statusWords ?? {}) };
    }),
  );
