import * as v from 'valibot';

/** A text of the cloud's as it may be shown: one clean line without secrets; `undefined` for an empty one and for what is no text. */
export type ShowText = (value: unknown) => string | undefined;

/** What a call makes of an answer, or what makes that unreadable. */
export type Readout<Answer> = { readonly answer: Answer } | { readonly problem: string };

/** Reads the answer of a 2xx: its body, or `{header, body}` for a call that needs a header. */
export type AnswerReader<Answer> = (answer: unknown, show: ShowText) => Readout<Answer>;

/** For calls whose answer says nothing that is used. */
export const anyAnswer: AnswerReader<undefined> = () => ({ answer: undefined });

/** Where in the answer, and what was expected there: never the value that stood there. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? 'the answer';
  return `${where} should be ${issue.expected ?? issue.type}`;
}

/** Reads an answer that a schema describes. */
export const schemaAnswer =
  <Answer>(schema: v.GenericSchema<unknown, Answer>): AnswerReader<Answer> =>
  (answer) => {
    const result = v.safeParse(schema, answer);
    if (result.success) return { answer: result.output };
    return { problem: result.issues.slice(0, 3).map(describeIssue).join('; ') };
  };
