import * as v from 'valibot';

/** A workflow, or action.yml, under the path that decides which of the two it is. */
export const documentSchema = v.object({ path: v.string(), text: v.string() });
export type Document = v.InferOutput<typeof documentSchema>;

/** What a check found in a document, in words; nothing, if it is right. */
export type Check = (document: Document) => Promise<readonly string[]>;

export const reportSchema = v.array(
  v.object({
    path: v.string(),
    languageService: v.array(v.string()),
    actionlint: v.array(v.string()),
  }),
);
export type Report = v.InferOutput<typeof reportSchema>;
