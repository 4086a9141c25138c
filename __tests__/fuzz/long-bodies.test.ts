import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readErrorBody } from '../../src/http/answer.ts';
import { Secrets } from '../../src/runtime/secrets.ts';

const none = new Secrets();

test('no more of an error body is looked at than is worth printing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (piece, rest) => {
      const start = `<${piece}`.repeat(4_000).slice(0, 4_000).padEnd(4_000, '<');
      expect(readErrorBody(`${start}${rest}`, none)).toEqual(readErrorBody(start, none));
    }),
  );
});
