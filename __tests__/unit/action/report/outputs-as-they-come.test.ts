import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { readFileCommand } from '../../../../scripts/runner/commands.ts';
import { openOutputs } from '../../../../src/action/report/outputs.ts';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { openReport } from '../../../../src/task/report/report.ts';
import { aBackup, recordLog } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const before = process.env['GITHUB_OUTPUT'];
const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
const file = join(folder, 'set_output');

beforeEach(() => {
  process.env['GITHUB_OUTPUT'] = file;
  writeFileSync(file, '');
});

afterAll(() => {
  if (before === undefined) delete process.env['GITHUB_OUTPUT'];
  else process.env['GITHUB_OUTPUT'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const nameAt = (at: number) => `gh-shop-0123abcd-12345678901-1-${hex(at).slice(-8)}-9c0d`;

const hex = (at: number) => at.toString(16).padStart(32, '0');

/** A step of so many databases, whose accepts and endings a test plays. */
function startStep(count: number, clock = virtualClock(), path = file) {
  const controller = new AbortController();
  const report = openReport();
  const log = recordLog();
  const { signal } = controller;
  const writer = openOutputs({ report, clock, log, signal, file: path });
  report.update({
    location: { projectId: hex(7), region: 'eu-de' },
    results: Array.from({ length: count }, (_, at) => ({
      order: {
        service: 'taurusdb' as const,
        instanceId: `${hex(at)}in07`,
        name: nameAt(at),
      },
      backup: undefined,
      error: undefined,
    })),
  });
  const note = (at: number, status: 'BUILDING' | 'COMPLETED') => {
    const { instanceId = '', name = '' } = report.state.results[at]?.order ?? {};
    const ids = { id: `${hex(at)}br07`, jobId: hex(at), instanceId, name };
    const end = status === 'COMPLETED' && { endTime: '2026-11-21T08:30:00Z', sizeMb: 1234.56 };
    report.updateResult(at, { backup: aBackup({ ...ids, ...end, status }) });
  };
  return {
    clock,
    writer,
    lines: log.lines,
    cancel: () => controller.abort(new Error('received SIGINT')),
    accept(at: number) {
      note(at, 'BUILDING');
      writer.noteAccepted();
    },
    end(at: number) {
      note(at, 'COMPLETED');
      writer.noteEnded();
    },
  };
}

interface Entry {
  readonly backup_id: string | null;
  readonly status: string | null;
}

/** What is there whenever the process dies. */
const read = () => readFileCommand(readFileSync(file, 'utf8'));
const readEntries = (): readonly Entry[] => JSON.parse(read()['backups'] ?? '[]');
const listIds = () => readEntries().flatMap(({ backup_id }) => backup_id ?? []);
const countLists = () => readFileSync(file, 'utf8').split('\nbackups<<').length - 1;

test('the first accepted backup is written whole, and at once', () => {
  const { accept } = startStep(3);
  accept(1);
  expect(read()).toMatchObject({ backup_id: '', status: 'BUILDING', region: 'eu-de' });
  expect(listIds()).toEqual([`${hex(1)}br07`]);
});

test('what a later one changes of the single outputs is written at once, and nothing else', () => {
  const { accept } = startStep(3);
  accept(1);
  const sizeBefore = statSync(file).size;
  accept(0);
  expect(read()).toMatchObject({ backup_id: `${hex(0)}br07`, job_id: hex(0), created: 'true' });
  const added = readFileSync(file, 'utf8')
    .slice(sizeBefore)
    .matchAll(/^(\w+)<</gm);
  expect([...added].map(([, name]) => name)).toEqual(['backup_id', 'job_id', 'created']);
  const size = statSync(file).size;
  accept(2);
  expect(statSync(file).size).toBe(size);
});

test('whenever the process dies, only what the last five seconds brought is missing in the list', () => {
  const { accept, clock } = startStep(60);
  const acceptedMs: number[] = [];
  for (let at = 0; at < 60; at++) {
    accept(at);
    acceptedMs.push(clock.monotonicMs());
    for (let step = 0; step < (at * 7) % 11; step++) {
      clock.advance(200);
      const there = new Set(listIds());
      const lost = acceptedMs.filter((_, index) => !there.has(`${hex(index)}br07`));
      expect(lost.filter((ms) => clock.monotonicMs() - ms >= 5_000)).toEqual([]);
      expect(read()['backup_id']).toBe(`${hex(0)}br07`);
    }
  }
  expect(countLists()).toBeLessThanOrEqual(2 + clock.monotonicMs() / 5_000);
});

/** Accepted within twenty seconds, as eight creates at a time would be; the ends come over an hour. */
function countBytes(count: number): number {
  writeFileSync(file, '');
  const { accept, end, writer, clock } = startStep(count);
  for (let at = 0; at < count; at++) {
    accept(at);
    clock.advance(20_000 / count);
  }
  for (let at = 0; at < count; at++) {
    clock.advance(3_600_000 / count);
    end(at);
  }
  writer.writeAll();
  expect(readEntries().map(({ status }) => status)).toEqual(Array(count).fill('COMPLETED'));
  return statSync(file).size;
}

test('four times as many databases make four times as many bytes: a megabyte for 250', () => {
  const of250 = countBytes(250);
  const of1000 = countBytes(1_000);
  expect(of250).toBeLessThan(1024 * 1024);
  expect(of1000 / of250).toBeLessThan(4.1);
});

test('an ending of one of a few is told within five seconds; of many, when a quarter has ended', () => {
  const few = startStep(3);
  for (const at of [0, 1, 2]) few.accept(at);
  few.clock.advance(5_000);
  few.end(1);
  few.clock.advance(5_000);
  expect(readEntries().map(({ status }) => status)).toEqual(['BUILDING', 'COMPLETED', 'BUILDING']);

  writeFileSync(file, '');
  const many = startStep(100);
  for (let at = 0; at < 100; at++) many.accept(at);
  many.clock.advance(60_000);
  const lists = countLists();
  for (let at = 0; at < 100; at++) {
    many.end(at);
    many.clock.advance(60_000);
  }
  expect(countLists()).toBe(lists + 4);
  expect(readEntries().filter(({ status }) => status === 'COMPLETED')).toHaveLength(100);
});

test('the last ending is told within five seconds too, however few came before it', () => {
  const { accept, end, clock } = startStep(7);
  for (const at of [0, 1, 2, 3, 4, 5, 6]) accept(at);
  clock.advance(60_000);
  for (const at of [0, 1, 2, 3, 4, 5, 6]) {
    end(at);
    clock.advance(5_000);
  }
  expect(readEntries().filter(({ status }) => status === 'COMPLETED')).toHaveLength(7);
});

test('while nothing changes, nothing is written', () => {
  const { accept, writer, clock } = startStep(2);
  accept(0);
  accept(1);
  clock.advance(5_000);
  const { size } = statSync(file);
  for (let minute = 0; minute < 60; minute++) clock.advance(60_000);
  writer.writeAll();
  expect(statSync(file).size).toBe(size);
});

test('whoever is told to end writes the list at once, and each accepted one from then on', () => {
  const { accept, cancel } = startStep(4);
  for (const at of [0, 1, 2]) accept(at);
  expect(listIds()).toHaveLength(1);
  cancel();
  expect(listIds()).toHaveLength(3);
  accept(3);
  expect(listIds()).toHaveLength(4);
});

test('the end writes what is left, and nothing comes after it', () => {
  const { accept, writer, clock } = startStep(3);
  for (const at of [0, 1, 2]) accept(at);
  writer.writeAll();
  expect(listIds()).toHaveLength(3);
  const { size } = statSync(file);
  clock.advance(60_000);
  expect(statSync(file).size).toBe(size);
});

test('what can’t be written on the way is one warning with file and ids, and is tried again', () => {
  const gone = join(folder, 'gone');
  const { accept, end, writer, clock, lines } = startStep(2, virtualClock(), gone);
  process.env['GITHUB_OUTPUT'] = gone;
  accept(0);
  accept(1);
  clock.advance(5_000);
  expect(lines).toEqual([
    `warning: The outputs of this step could not be written: Missing file at path: ${gone}. In the cloud all the same: ${hex(0)}br07 (${nameAt(0)}).`,
  ]);
  process.env['GITHUB_OUTPUT'] = file;
  for (const at of [0, 1]) end(at);
  clock.advance(5_000);
  expect(readEntries().map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  expect(lines.slice(1)).toEqual(['info: The outputs are written now.']);
  writer.writeAll();
  expect(lines).toHaveLength(2);
});

test('in the end what can’t be written is an error, which names a full disk’s file too', () => {
  const { accept, writer, lines } = startStep(1, virtualClock(), '/dev/full');
  process.env['GITHUB_OUTPUT'] = '/dev/full';
  expect(() => writer.writeAll()).toThrow(
    /^The outputs of this step could not be written to \/dev\/full: ENOSPC/,
  );
  accept(0);
  expect(() => writer.writeAll()).toThrow(`In the cloud all the same: ${hex(0)}br07`);
  writer.tryToWriteAll();
  expect(lines).toEqual([]);
  process.env['GITHUB_OUTPUT'] = file;
  writer.tryToWriteAll();
  expect(listIds()).toEqual([`${hex(0)}br07`]);
});

test('no list that waits for its turn keeps the process alive', () => {
  const { accept, writer } = startStep(2, { ...virtualClock(), ...systemClock });
  const kept = process.getActiveResourcesInfo();
  accept(0);
  accept(1);
  expect(process.getActiveResourcesInfo()).toEqual(kept);
  writer.writeAll();
});
