import * as v from 'valibot';

/** One line of the table: what was measured, and how that compares with its goal. */
export const rowSchema = v.object({
  what: v.string(),
  against: v.string(),
  result: v.string(),
  goal: v.string(),
  /** `null` where nothing was measured; the note says why. */
  isMet: v.nullable(v.boolean()),
  note: v.optional(v.string()),
});

export type Row = v.InferOutput<typeof rowSchema>;
