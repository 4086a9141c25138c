import { expect, test } from '@jest/globals';
import type { BackupClient } from '../../../src/index.ts';
import { aBackup, INSTANCE, testClient, thrownBy } from '../../support/memory-cloud.ts';

const target = { service: 'taurusdb', instanceId: INSTANCE } as const;
const order = { ...target, name: 'nightly' };

interface Ending {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

const CALLS: readonly (readonly [
  string,
  (client: BackupClient, ending: Ending) => Promise<unknown>,
  string,
])[] = [
  [
    'findInstance',
    (client, ending) => client.findInstance(target, ending),
    'the instance was found',
  ],
  ['preflight', (client, ending) => client.preflight(order, ending), 'everything was checked'],
  [
    'describeRestore',
    (client, ending) => client.describeRestore(aBackup({ status: 'COMPLETED' }), ending),
    'the restore was described',
  ],
  [
    'createBackup',
    (client, ending) => client.createBackup(order, ending),
    'a backup was asked for: there is none',
  ],
];

/** A host that answers nothing before the call is over. */
const silent = () =>
  testClient({
    cloud: 'huaweicloud',
    respond: (_, signal) =>
      new Promise((_answer, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  });

test.each(CALLS)(
  '%s that is cancelled says what it has not come to',
  async (_, call, unreached) => {
    const { client } = silent();
    const controller = new AbortController();
    const ended = thrownBy(call(client, { signal: controller.signal }));
    await new Promise((goOn) => setImmediate(goOn));
    controller.abort();
    const error = await ended;
    expect(error).toMatchObject({
      name: 'CancelledError',
      message: `Cancelled before ${unreached}.`,
    });
  },
);

test.each(CALLS)(
  '%s whose time limit ends says what it has not come to',
  async (_, call, unreached) => {
    const { client, clock } = silent();
    const ended = thrownBy(call(client, { timeoutMs: 10_000 }));
    await new Promise((goOn) => setImmediate(goOn));
    clock.advance(10_000);
    expect(await ended).toMatchObject({
      name: 'DeadlineError',
      message: `The time limit ended before ${unreached}.`,
    });
  },
);
