import type { AnswerReader, Readout, ShowText } from '../../src/http/answer-reader.ts';
import { cleanCloudText } from '../../src/runtime/text.ts';

const showAll: ShowText = (text) =>
  typeof text === 'string' ? cleanCloudText(text) || undefined : undefined;

/** What a call makes of a body, as an exchange has it read; there are no secrets. */
export const readBody = <Answer>(read: AnswerReader<Answer>, body: unknown): Readout<Answer> =>
  read(body, showAll);

/** The same, of a body that can be read. */
export function answerOf<Answer>(read: AnswerReader<Answer>, body: unknown): Answer {
  const readout = readBody(read, body);
  if ('problem' in readout) throw new Error(readout.problem);
  return readout.answer;
}
