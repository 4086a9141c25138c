import { expect, test } from '@jest/globals';
import type { BackupClient } from '../../../src/index.ts';
import { aBackup, INSTANCE, testClient, thrownBy } from '../../support/memory-cloud.ts';

const target = { service: 'taurusdb', instanceId: INSTANCE } as const;
const order = { ...target, name: 'nightly' };
const rule = { keepLast: 1, isOurs: () => true };

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
    'describeRestores',
    (client, ending) => client.describeRestores([aBackup({ status: 'COMPLETED' })], ending),
    'the restore was described',
  ],
  [
    'getBackup',
    (client, ending) => client.getBackup({ ...target, id: 'b-1' }, ending),
    'the backup was found',
  ],
  [
    'listBackups',
    (client, ending) => client.listBackups(target, ending),
    'the backups were listed',
  ],
  [
    'findOldBackups',
    (client, ending) => client.findOldBackups(target, rule, ending),
    'the older backups were found',
  ],
  [
    'pruneBackups',
    (client, ending) => client.pruneBackups({ ...target, id: 'b-1' }, rule, ending),
    'the older backups were listed: none is deleted',
  ],
  [
    'deleteBackup',
    (client, ending) => client.deleteBackup({ ...target, id: 'b-1' }, ending),
    'the answer to the delete of backup b-1 came: whether it is gone is not known',
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
    const { client, clock } = silent();
    const controller = new AbortController();
    const ended = thrownBy(call(client, { signal: controller.signal }));
    await new Promise((goOn) => setImmediate(goOn));
    controller.abort();
    // So long a call that changes something gets for its answer.
    clock.advance(5_000);
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
    await new Promise((goOn) => setImmediate(goOn));
    clock.advance(5_000);
    const error = await ended;
    expect(error).toHaveProperty('name', 'DeadlineError');
    // A call that was sent and never answered is the reason, and is named.
    const [said, why] = `${error}`.split(' What went wrong last: ');
    const reached = unreached.replace('asked for', 'accepted');
    expect(said).toBe(`DeadlineError: The time limit ended before ${reached}.`);
    expect(why).toMatch(/^No answer from \S+ came in time when it was asked to .+\.$/);
  },
);
