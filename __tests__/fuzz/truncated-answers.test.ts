import { expect, test } from '@jest/globals';
import type { ApiCall } from '../../src/http/api-call.ts';
import { checkRows } from '../support/table.ts';
import { readExchange } from './exchange.ts';
import { serviceCalls } from './service-calls.ts';

const documented = serviceCalls.flatMap(({ bodies, ...rest }) =>
  [...new Set(bodies.map((body) => JSON.stringify(body)))]
    .filter((json) => json.length > 30)
    .map((json, index) => ({ ...rest, index, json })),
);

/** What is said of the first characters of a body, one line for each length that says otherwise. */
function listOthers(call: ApiCall<unknown>, json: string, status: number, expected: string) {
  return Array.from(json, (_, length) => {
    const given = { status, headers: {}, body: json.slice(0, length) };
    const { error, breaches } = readExchange(call, given);
    const said = error instanceof Error ? error.name : 'an answer';
    return { length, said, breaches };
  }).filter(({ said, breaches }) => said !== expected || breaches.length > 0);
}

test('each body that is cut anywhere is unreadable', () =>
  checkRows(
    documented.filter(({ operation }) => operation !== 'delete'),
    ({ call, json, operation }) => {
      // An empty body says all that a job has to say.
      const empty = operation === 'job' ? [{ length: 0, said: 'an answer', breaches: [] }] : [];
      expect(listOthers(call, json, 200, 'ResponseError')).toEqual(empty);
    },
  ));

test.each(documented.filter(({ operation }) => operation === 'delete'))(
  '$service $operation ($index): cut anywhere, it is done, for nothing of it is used',
  ({ call, json }) => {
    expect(listOthers(call, json, 200, 'an answer')).toEqual([]);
  },
);

test('each body that is cut anywhere is a refusal with 500', () =>
  checkRows(documented, ({ call, json }) => {
    expect(listOthers(call, json, 500, 'ApiError')).toEqual([]);
  }));
