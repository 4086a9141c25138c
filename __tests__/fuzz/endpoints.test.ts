import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findServiceId, serviceIds } from '../../src/services/index.ts';
import { parseEndpoints } from '../../src/task/inputs/field-parsers.ts';
import { findUrlBreaches, oddUrl } from './odd-urls.ts';
import { oddText, RUNS } from './odd-values.ts';

const word = fc.oneof(
  fc.constantFrom(...serviceIds, 'gaussdb-mysql', 'rds-v3', 'RDS', '__proto__', 'constructor'),
  oddText,
);
const line = fc
  .tuple(word, fc.constantFrom('=', ' = ', ':', '', '=='), oddUrl)
  .map((parts) => parts.join(''));
const text = fc.oneof(
  oddUrl,
  fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')),
  fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\r\n')),
);

test('any text is base URLs of known services, or a problem', () => {
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseEndpoints(given);
      if ('problem' in parsed) return expect(parsed.problem).toMatch(/^(?:\([a-z0-9-]+\) )?["a-z]/);
      const { any, byService, ...rest } = parsed.value;
      expect(rest).toEqual({});
      for (const [service, url] of Object.entries(byService)) {
        expect(serviceIds).toContain(service);
        expect(findUrlBreaches(url)).toEqual([]);
      }
      if (any !== undefined) expect(findUrlBreaches(any)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('lines of known services come back as they were written', () => {
  const services = fc.uniqueArray(fc.constantFrom(...serviceIds), { minLength: 1 });
  const host = fc.domain().filter((name) => URL.canParse(`https://${name}`));
  const gap = fc.constantFrom('', ' ', '\t');
  fc.assert(
    fc.property(services, host, gap, (ids, name, blank) => {
      const lines = ids.map((id) => `${id}${blank}=${blank}https://${name.toLowerCase()}/x/`);
      const parsed = parseEndpoints(lines.join('\n\n'));
      const urls = ids.map((id) => [findServiceId(id), `https://${name.toLowerCase()}/x`]);
      expect(parsed).toEqual({ value: { byService: Object.fromEntries(urls) } });
    }),
    RUNS,
  );
});
