import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkOrder } from '../../src/backup/order.ts';
import { serviceIds } from '../../src/services/index.ts';
import { buildDefaultDescription, buildDefaultName } from '../../src/task/backup-name.ts';
import type { RunContext } from '../../src/task/origin.ts';
import { oddText, RUNS } from './odd-values.ts';

const number = fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));

const anyRun: fc.Arbitrary<RunContext> = fc.record({
  repository: fc.oneof(
    oddText,
    fc.tuple(oddText, oddText).map(([owner, name]) => `${owner}/${name}`),
  ),
  serverUrl: oddText,
  repositoryId: oddText,
  workflowPath: oddText,
  workflow: oddText,
  runId: fc.oneof(oddText, number.map(String)),
  runAttempt: number,
  job: oddText,
  step: oddText,
  sha: oddText,
  actor: oddText,
});

/** From 0 up to 1, like `Math.random`. */
const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('the default name and description of any run make a valid order', () => {
  fc.assert(
    fc.property(
      anyRun,
      fc.constantFrom(...serviceIds),
      fc.option(die, { nil: undefined }),
      oddText,
      (run, service, dots, target) => {
        const random = dots === undefined ? undefined : () => dots;
        const name = buildDefaultName(run, { service, instanceId: target }, random);
        const description = buildDefaultDescription(run, () => dots ?? 0.5);
        expect(() => checkOrder({ service, instanceId: 'i-1', name, description })).not.toThrow();
        expect(name).toMatch(/^gh-[A-Za-z0-9_-]{1,61}$/);
        expect(description).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,256}$/u);
        expect(description.isWellFormed()).toBe(true);
        // The same run says the same again: a re-run has to find its backup.
        expect(buildDefaultName(run, { service, instanceId: target }, random)).toBe(name);
      },
    ),
    RUNS,
  );
});
