import { expect, test } from '@jest/globals';
import {
  BackupClient,
  type BackupClientOptions,
  BackupError,
  InputError,
} from '../../../src/index.ts';
import {
  aBackup,
  INSTANCE,
  PROJECT,
  TOKEN,
  testClient,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';

type Arguments = readonly unknown[];

/** What a program without types may give in place of anything. */
const odd: readonly unknown[] = [
  ...[undefined, null, 0, -1, 5, Number.NaN, true, '', 'text', Symbol('x'), 5n],
  ...[[], [null], ['text'], () => undefined, {}, { kind: 'x' }, new Date(Number.NaN)],
];

const nothing = () => undefined;
const signal = new AbortController().signal;
const order = {
  ...{ service: 'taurusdb', instanceId: INSTANCE, name: 'nightly', description: 'x' },
  ...{ databases: [], otherNames: { isOne: () => false, afterFailures: () => 'nightly-2' } },
};
const ref = { service: 'taurusdb', id: 'b-1', instanceId: INSTANCE };
const times = { timeoutMs: 60_000, signal };
const create = {
  ...times,
  busyTimeoutMs: 0,
  reuseExisting: false,
  hasUniqueName: true,
  hasUniqueDescription: true,
};
const many = {
  ...create,
  ...{ wait: false, concurrency: 1, failFast: false },
  ...{ onAccepted: nothing, onProgress: nothing, onSettled: nothing },
};
const rule = { keepLast: 1, isOurs: () => true, stay: ['b-2'], minAgeMs: 0, runningMs: 0 };

/** Each method of the client, with what it takes. */
const methods: Readonly<Record<string, Arguments>> = {
  findTokenEnd: [{ signal }],
  findProjectId: [{ signal }],
  createBackup: [order, create],
  createBackups: [[order], many],
  findInstance: [{ service: 'taurusdb', instanceId: INSTANCE, name: 'shop' }, times],
  preflight: [order, { ...times, reuseExisting: false, instanceName: 'shop' }],
  pruneBackups: [ref, rule, { signal }],
  findOldBackups: [{ service: 'taurusdb', instanceId: INSTANCE }, rule, { signal }],
  getBackup: [ref, { signal }],
  listBackups: [{ service: 'taurusdb', instanceId: INSTANCE, type: 'manual' }, { signal }],
  describeRestore: [aBackup(), times],
  describeRestores: [[aBackup()], times],
  deleteBackup: [{ service: 'taurusdb', id: 'b-1' }, { signal }],
  waitForBackup: [aBackup(), { ...times, onProgress: nothing }],
};

/** A client of a cloud that refuses everything, and how many calls it got. */
function refusedClient() {
  let sent = 0;
  const respond = () => {
    sent += 1;
    return { status: 403, body: { error_code: 'DBS.200010', error_msg: 'no' } };
  };
  return { client: testClient({ respond }).client, countSent: () => sent };
}

async function call(name: string, given: Arguments) {
  const { client, countSent } = refusedClient();
  const method: unknown = Reflect.get(client, name);
  if (typeof method !== 'function') throw new Error(`no method ${name}`);
  const end: unknown = Reflect.apply(method, client, given);
  expect(end).toBeInstanceOf(Promise);
  const error = await thrownBy(Promise.resolve(end));
  return { error: error instanceof Error ? error : undefined, sent: countSent() };
}

/** Every way to give one thing else: an argument, a field of one, an entry of a list or a field of that. */
function* changesOf(value: unknown): Generator<unknown> {
  yield* odd;
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) {
      for (const changed of changesOf(entry)) yield value.with(at, changed);
    }
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof AbortSignal) return;
  for (const [field, own] of Object.entries(value)) {
    for (const changed of changesOf(own)) yield { ...value, [field]: changed };
  }
}

test('every method of the client is in the table', () => {
  const {
    constructor: _,
    // For a class with more calls.
    call: __,
    close,
    projectId,
    ...others
  } = Object.getOwnPropertyDescriptors(BackupClient.prototype);
  expect([close, projectId]).not.toContain(undefined);
  expect(Object.keys(others).sort()).toEqual(Object.keys(methods).sort());
});

test('every method, whatever it is given, ends with an error of ours, and an InputError has sent nothing', () =>
  checkRows(Object.entries(methods), async (name, right) => {
    let refused = 0;
    for (const [at, value] of right.entries()) {
      for (const changed of changesOf(value)) {
        const { error, sent } = await call(name, right.with(at, changed));
        if (error === undefined) continue;
        expect(error).toBeInstanceOf(BackupError);
        if (!(error instanceof InputError)) continue;
        refused += 1;
        expect(sent).toBe(0);
        expect(error.problems.length).toBeGreaterThan(0);
      }
    }
    expect(refused).toBeGreaterThan(20);
  }));

const NO_OBJECT = [null, 5, 'text', [], nothing];

test('every method with no object in its place is an InputError', () =>
  checkRows(
    Object.entries(methods).flatMap(([name, right]) =>
      right.flatMap((value, at) => (Array.isArray(value) ? [] : [{ name, right, at }])),
    ),
    async ({ name, right, at }) => {
      for (const value of NO_OBJECT) {
        const { error, sent } = await call(name, right.with(at, value));
        expect(error).toBeInstanceOf(InputError);
        expect(error?.message).toMatch(/^\w+: must be an object/m);
        expect(sent).toBe(0);
      }
    },
  ));

const right: Readonly<Record<string, unknown>> = {
  ...{ cloud: 'otc', region: 'eu-de', projectId: PROJECT, projectName: 'eu-de' },
  credentials: { kind: 'agency', agencyName: 'a', agencyDomainName: 'd', base: TOKEN },
  endpoints: { taurusdb: 'https://h.test' },
  ...{ iamEndpoint: 'https://i.test', stsEndpoint: 'https://s.test', language: 'en-us' },
  proxy: { https: 'http://p.test:1', http: 'http://p.test:1', no: '' },
  timeouts: { connectMs: 1, headersMs: 1, bodyMs: 1 },
  random: () => 0,
};

test('a client, whatever it is made with, is made or is told by an InputError', () => {
  let refused = 0;
  for (const changed of changesOf(right)) {
    try {
      void new BackupClient(changed as BackupClientOptions).close();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
});
