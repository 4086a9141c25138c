import fc from 'fast-check';
import { BackupError } from '../../src/errors/backup-error.ts';
import type { BackupStatus } from '../../src/model.ts';
import { serviceIds } from '../../src/services/index.ts';
import type { TargetResult, TaskState } from '../../src/task/report/report.ts';
import { oddText } from './odd-values.ts';

export const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const time = maybe(fc.constantFrom('2020-07-06T17:17:05Z', '2020-07-06T17:19:10Z'));
const service = fc.constantFrom(...serviceIds);

export const oddBackup = fc.record({
  service,
  id: oddText,
  jobId: maybe(oddText),
  name: oddText,
  instanceId: oddText,
  status: oddText.map((word) => word as BackupStatus),
  statusWord: maybe(oddText),
  partial: fc.boolean(),
  beginTime: time,
  endTime: time,
  sizeMb: maybe(fc.double({ min: 0, max: 1e9, noNaN: true })),
  description: maybe(oddText),
  type: maybe(oddText),
  created: fc.boolean(),
  wasListed: fc.boolean(),
});

export const oddLocation = fc.record({ projectId: maybe(oddText), region: maybe(oddText) });

export const oddError = fc.record({ message: oddText, hint: maybe(oddText) });

const order = fc.record({ service, instanceId: oddText, name: oddText });

/** The status is one of ours, whatever the cloud's word was. */
const status = fc.constantFrom('BUILDING', 'COMPLETED', 'FAILED', 'DELETING', 'UNKNOWN');
const result: fc.Arbitrary<TargetResult> = fc.record({
  order,
  backup: maybe(fc.tuple(oddBackup, status).map(([backup, word]) => ({ ...backup, status: word }))),
  error: maybe(
    fc.oneof(
      oddError.map(({ message, hint }) => new BackupError(message, { hint })),
      oddText.map((text) => new Error(text)),
    ),
  ),
});

const check = fc.record({
  id: fc.constantFrom('login', 'project', 'state', 'retention'),
  title: oddText,
  verdict: fc.constantFrom('passed', 'warning', 'failed', 'not checked'),
  text: oddText,
});
const checked = fc.record({
  order,
  instance: fc.constant(undefined),
  checks: fc.array(check, { minLength: 1, maxLength: 4 }),
  isReady: fc.boolean(),
});

export interface ReportSize {
  /** At least as many databases. */
  readonly results?: number;
  /** Whether it is a dry run's. */
  readonly checks?: boolean;
}

/** What a step may know in the end, every text an odd one. */
export const oddReport = ({ results = 0, checks = false }: ReportSize): fc.Arbitrary<TaskState> =>
  fc.record({
    results: fc.array(result, { minLength: results, maxLength: results + 2 }),
    location: oddLocation,
    deletedIds: maybe(fc.array(oddText, { maxLength: 3 })),
    checks: checks ? fc.array(checked, { minLength: 1, maxLength: 3 }) : fc.constant(undefined),
  });
