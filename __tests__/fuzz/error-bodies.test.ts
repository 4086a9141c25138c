import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readErrorBody } from '../../src/http/answer.ts';
import { Secrets } from '../../src/runtime/secrets.ts';
import { isLine } from './answer-contract.ts';
import { mutated } from './mutate.ts';
import { oddText, oddValue, RUNS } from './odd-values.ts';

const none = new Secrets();

/** The shapes of facts/api.md 5.1. */
const shapes: readonly object[] = [
  { error_code: 'DBS.201205', error_msg: 'A backup is running.', request_id: 'r-1' },
  { error_msg: 'Incorrect IAM authentication', error_code: 'APIGW.0301', request_id: 'a1b2' },
  { errCode: 'RDS.0011', externalMessage: 'The instance is busy.' },
  { error: { code: 401, message: 'The request requires authentication.', title: 'Unauthorized' } },
  { badRequest: { code: 400, message: 'Invalid input' } },
  { code: 'x', message: 'plain' },
];

const bodyText = fc.oneof(
  mutated(shapes).map((body) => JSON.stringify(body)),
  oddValue.map((value) => JSON.stringify(value)),
  oddText,
  oddText.map((title) => `<html><head><title>${title}</title>`),
);

test('whatever the body, what is told is short, on one line and no command', () => {
  fc.assert(
    fc.property(bodyText, (body) => {
      const { code, text, requestId, ...rest } = readErrorBody(body, none);
      expect(rest).toEqual({});
      const limits = [
        [code, 60],
        [text, 600],
        [requestId, 120],
      ] as const;
      for (const [told, limit] of limits) {
        expect(told === undefined || (isLine(told) && told !== '')).toBe(true);
        expect(told?.length ?? 0).toBeLessThanOrEqual(limit + 1);
      }
    }),
    RUNS,
  );
});

test.each(shapes)('%j keeps its code and text through unknown fields beside them', (shape) => {
  const before = readErrorBody(JSON.stringify(shape), none);
  expect(before.text).toBeDefined();
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 30, maxLength: 40 }), oddText), (extra) => {
      expect(readErrorBody(JSON.stringify({ ...shape, ...extra }), none)).toEqual(before);
    }),
    RUNS,
  );
});
