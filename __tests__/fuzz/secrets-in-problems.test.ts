import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../../src/errors/request-errors.ts';
import { SECRET_INPUTS } from '../../src/task/inputs/login.ts';
import { checkRaw, parseRaw } from '../support/parse-raw-inputs.ts';
import { oddText } from './odd-values.ts';
import { anyInputs, nearlyRight } from './raw-inputs.ts';

const MARKER = 'PlantedMarker7Q';

const secret = fc.tuple(oddText, oddText).map(([before, after]) => `${before}${MARKER}${after}`);
const secrets = fc.dictionary(fc.constantFrom(...SECRET_INPUTS), secret, { minKeys: 1 });

test('no secret stands in what is said about the inputs', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyRight, anyInputs), secrets, (inputs, planted) => {
      const raw = { ...inputs, ...planted };
      expect(JSON.stringify(checkRaw(raw).problems)).not.toContain(MARKER);
    }),
    { numRuns: 400 },
  );
});

test('the step’s own parser throws one kind of error, and no secret stands in it', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyRight, anyInputs), secrets, (inputs, planted) => {
      try {
        parseRaw({ ...inputs, ...planted });
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect(String(error)).not.toContain(MARKER);
      }
    }),
    { numRuns: 400 },
  );
});
