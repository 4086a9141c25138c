import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBody } from '../support/read-answer.ts';
import { checkRows } from '../support/table.ts';
import { contracts } from './answer-contract.ts';
import { mutated } from './mutate.ts';
import { RUNS } from './odd-values.ts';
import { type ServiceCall, serviceCalls } from './service-calls.ts';

/** Bodies that once broke the contract, by call; each is tried for every service. */
const found: Readonly<Record<string, readonly unknown[]>> = {
  create: [
    {
      backup: {
        id: 'b',
        begin_time: '9999-12-31T23:59:59-0100',
        created: '9999-12-31T23:59:59-0100',
      },
    },
    { backup: { id: 'b', status: `${'x'.repeat(59)}😀` } },
  ],
  list: [
    { backups: [{ id: 'b', size: 1.7e308 }] },
    {
      backups: [
        { id: 'b', begin_time: '9999-12-31T23:59:59-0100', created: '9999-12-31T23:59:59-0100' },
      ],
    },
    { backups: [{ id: 'b', backuptype: 'constructor', type: 'constructor' }] },
    { backups: [{ id: 'b', status: `${'x'.repeat(59)}😀` }] },
  ],
  job: [
    { job: { status: 'constructor' }, jobs: [{ status: 'constructor' }] },
    { job: { process: { toString: null } }, jobs: [{ progress: { toString: null } }] },
  ],
};

/** Nothing but an answer that keeps the contract, or a problem; anything thrown gets out. */
function findBreaches({ call, operation }: ServiceCall, body: unknown): readonly string[] {
  const readout = readBody(call.answer, body);
  return 'answer' in readout ? (contracts[operation]?.(readout.answer) ?? ['no contract']) : [];
}

const keepsTheContract = (serviceCall: ServiceCall) => {
  fc.assert(
    fc.property(mutated(serviceCall.bodies), (body) => {
      expect(findBreaches(serviceCall, body)).toEqual([]);
    }),
    { ...RUNS, examples: (found[serviceCall.operation] ?? []).map((body) => [body]) },
  );
};

test('every call of every service is here, with a contract and documented bodies', () => {
  expect(serviceCalls.length).toBeGreaterThan(17);
  for (const { operation, bodies } of serviceCalls) {
    expect(contracts[operation]).toBeDefined();
    expect(bodies.length).toBeGreaterThan(0);
  }
});

test('the documented bodies of every call keep it', () =>
  checkRows(serviceCalls, (serviceCall) => {
    for (const body of serviceCall.bodies) expect(findBreaches(serviceCall, body)).toEqual([]);
  }));

test('no body of any call breaks it', () => checkRows(serviceCalls, keepsTheContract));
