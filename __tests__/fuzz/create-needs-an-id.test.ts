import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../support/fixtures.ts';
import { readBody } from '../support/read-answer.ts';
import { isId } from './answer-contract.ts';
import { mutated } from './mutate.ts';
import { oddText, oddValue, RUNS } from './odd-values.ts';
import { serviceCalls } from './service-calls.ts';

const creates = serviceCalls.filter(({ operation }) => operation === 'create');

/** Where an answer has this value, by the names on the way. */
function pathOf(body: unknown, value: unknown): readonly string[] | undefined {
  if (body === value) return [];
  if (typeof body !== 'object' || body === null) return undefined;
  for (const [name, inner] of Object.entries(body)) {
    const rest = pathOf(inner, value);
    if (rest !== undefined) return [name, ...rest];
  }
  return undefined;
}

/** Where the pages put a backup's id; not where the adapter says it is. */
function findIdPath(service: string): readonly string[] {
  const example = examples.find((one) => one.service === service && one.operation === 'create');
  const path = pathOf(example?.response.body, example?.expected['backupId']);
  if (path === undefined) throw new Error(`no page shows where ${service} puts the id`);
  return path;
}

function findId(body: unknown, service: string): unknown {
  return findIdPath(service).reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    body,
  );
}

/** Something at the id's place; often an id but for one thing. */
const nearId = fc.oneof(
  oddValue,
  fc
    .tuple(
      fc.constantFrom('', '2f4ddb93-b901'),
      oddText,
      fc.constantFrom('', 'x'.repeat(115), 'in01'),
    )
    .map((parts) => parts.join('')),
);

/** A new service whose id stands elsewhere shows here first. */
test.each(creates)('$service: the documented ids are found', ({ service, bodies }) => {
  for (const body of bodies) expect(findId(body, service)).toEqual(expect.any(String));
});

test.each(creates)(
  '$service: a create is a success with a usable id and only then',
  ({ service, call, bodies }) => {
    fc.assert(
      fc.property(fc.oneof(mutated(bodies), oddValue), (body) => {
        const id = findId(body, service);
        const readout = readBody(call.answer, body);
        expect('answer' in readout).toBe(isId(id) && String(id).length <= 128);
        if ('answer' in readout) expect(readout.answer).toMatchObject({ id });
      }),
      RUNS,
    );
  },
);

test.each(creates)(
  '$service: whatever stands at the id’s place, only ids pass',
  ({ service, call, bodies }) => {
    fc.assert(
      fc.property(nearId, (id) => {
        const body = findIdPath(service).reduceRight<unknown>(
          (inner, key) => ({ [key]: inner }),
          id,
        );
        const [documented] = bodies;
        const whole = Object.assign({}, documented, body);
        const isRead = 'answer' in readBody(call.answer, whole);
        expect(isRead).toBe(isId(id) && String(id).length <= 128);
      }),
      RUNS,
    );
  },
);
