import { expect, test } from '@jest/globals';
import { stepWords } from '../../../../src/action/step-words.ts';
import { UncertainCreateError } from '../../../../src/errors/request-errors.ts';
import type { Backup } from '../../../../src/index.ts';
import type { TargetResult } from '../../../../src/task/report/report.ts';
import { describePoints } from '../../../../src/task/report/restore-points.ts';
import { aBackup } from '../../../support/memory-cloud.ts';

const ONLY = 'Only a COMPLETED one is a restore point.';

function point(at: number, changes: Partial<Backup>, instanceName?: string): TargetResult {
  const order = { service: 'rds', instanceId: `i-${at}`, name: 'nightly' } as const;
  const ids = { id: `b-${at}`, instanceId: `i-${at}` };
  const backup = aBackup({ ...ids, service: 'rds', ...changes });
  return { order, instanceName, backup, error: undefined };
}

const lost = (at: number, error: unknown): TargetResult => ({
  ...{ ...point(at, {}), backup: undefined },
  error,
});

test.each<[string, Partial<Backup>, string | undefined, string]>([
  [
    'with its size',
    { sizeMb: 2803 },
    'shop',
    'Backup b-0 (nightly) of RDS instance i-0 (shop) is COMPLETED, 2803 MB.',
  ],
  ['of unknown size', {}, undefined, 'Backup b-0 (nightly) of RDS instance i-0 is COMPLETED.'],
  [
    'of some databases',
    { partial: true, sizeMb: 0 },
    'shop',
    'Backup b-0 (nightly) of RDS instance i-0 (shop) is COMPLETED, 0 MB (partial: only the databases asked for).',
  ],
])('a completed backup %s is told in one line', (_, changes, name, line) => {
  expect(describePoints([point(0, { status: 'COMPLETED', ...changes }, name)], stepWords)).toBe(
    line,
  );
});

test.each(['BUILDING', 'FAILED', 'DELETING', 'UNKNOWN'] as const)(
  'one that is %s is no restore point, and has no size',
  (status) => {
    expect(describePoints([point(0, { status, sizeMb: 5, partial: true })], stepWords)).toBe(
      `Backup b-0 (nightly) of RDS instance i-0 is ${status}.\n${ONLY}`,
    );
  },
);

test('several have a line each, those without a backup too', () => {
  const uncertain = new UncertainCreateError({
    kind: 'lost',
    title: 'RDS',
    backupName: 'nightly',
    instanceId: 'i-2',
    cause: undefined,
  });
  const results = [
    point(0, { status: 'COMPLETED' }, 'shop'),
    lost(1, new Error('refused')),
    lost(2, uncertain),
  ];
  expect(describePoints(results, stepWords)?.split('\n')).toEqual([
    'Backup b-0 (nightly) of RDS instance i-0 (shop) is COMPLETED.',
    'This step made no backup of RDS instance i-1.',
    'Of RDS instance i-2 it is not known whether there is a backup.',
    ONLY,
  ]);
});

test('of many, twenty are told, and that there are more', () => {
  const results = Array.from({ length: 30 }, (_, at) => point(at, { status: 'COMPLETED' }));
  const lines = describePoints(results, stepWords)?.split('\n') ?? [];
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('… and 10 more: the output backups has all of them.');
  const [first, ...others] = results.toReversed();
  const isLast = first && { ...first, backup: point(29, { status: 'FAILED' }).backup };
  expect(
    describePoints(isLast ? [...others, isLast] : [], stepWords)
      ?.split('\n')
      .at(-1),
  ).toBe(ONLY);
});

test('where no backup is known, there is nothing to tell', () => {
  expect(describePoints([], stepWords)).toBeUndefined();
  expect(describePoints([lost(0, new Error('refused'))], stepWords)).toBeUndefined();
});
