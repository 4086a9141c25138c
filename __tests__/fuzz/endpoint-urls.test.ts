import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEndpointUrl, parseIamUrl } from '../../src/cloud/endpoints.ts';
import { findUrlBreaches, oddUrl } from './odd-urls.ts';

test.each([
  ['a service', parseEndpointUrl],
  ['IAM', parseIamUrl],
])('whatever is written for %s, no login goes out in the clear or to a user’s URL', (_, parse) => {
  let accepted = 0;
  fc.assert(
    fc.property(oddUrl, (text) => {
      const parsed = parse(text);
      if ('problem' in parsed)
        return expect(parsed.problem).toMatch(/^(is|must|would|has|"[^"]+" has) /);
      // Refused rather than dropped in silence.
      expect(text).not.toMatch(/[?#]/);
      accepted++;
      expect(findUrlBreaches(parsed.url)).toEqual([]);
      // What was let through is let through again, and stays what it is.
      if (parse === parseEndpointUrl) expect(parse(parsed.url)).toEqual(parsed);
      // A user part in the text is never just dropped in silence.
      expect(URL.parse(text)?.username).toBe('');
    }),
    { numRuns: 600 },
  );
  expect(accepted).toBeGreaterThan(40);
});

test('IAM’s /v3 is taken off where it stands, and the rest stays', () => {
  const front = fc.constantFrom('https://iam.test', 'https://h.test/iam', 'http://localhost:1');
  const end = fc.constantFrom('', '/', '/v3', '/v3/', '/v3.0', '/v3.0/');
  fc.assert(
    fc.property(front, end, (base, tail) => {
      expect(parseIamUrl(`${base}${tail}`)).toEqual({ url: base });
    }),
  );
});
