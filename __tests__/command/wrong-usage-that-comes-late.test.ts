import { expect, test } from '@jest/globals';
import { EXIT_CODES, findExitCode } from '../../src/command/exit-code.ts';
import { InputError } from '../../src/errors/request-errors.ts';
import { aBackup } from '../support/memory-cloud.ts';

const order = { service: 'taurusdb', instanceId: 'i-1', name: 'nightly' } as const;
const error = new InputError([{ input: 'name', problem: 'is wrong' }]);
const end = { error, isWaited: true, isUnwritten: false };

test('wrong usage is 2 where nothing was accepted, and never hides a backup that goes on', () => {
  const running = { order, backup: aBackup({ status: 'BUILDING' }), error: undefined };
  expect(findExitCode({ ...end, results: [] })).toBe(EXIT_CODES.usage);
  expect(findExitCode({ ...end, results: [{ order, backup: undefined, error }] })).toBe(
    EXIT_CODES.usage,
  );
  expect(findExitCode({ ...end, results: [running, { order, backup: undefined, error }] })).toBe(
    EXIT_CODES.unfinished,
  );
});
