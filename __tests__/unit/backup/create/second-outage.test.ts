import { expect, test } from '@jest/globals';
import {
  broken,
  INSTANCE,
  type Reply,
  type Respond,
  testClient,
} from '../../../support/memory-cloud.ts';
import { accepted, order } from '../../../support/scripted-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const NINE_MINUTES_MS = 540_000;
const throttled: Reply = { status: 429 };
const unreached = Object.assign(broken('ECONNREFUSED'), { syscall: 'connect' });

/** A host that is in one trouble for nine minutes, in the other for a moment, and in the first for nine more. */
async function createThrough(trouble: Reply | Error, other: Reply | Error) {
  const clock = virtualClock();
  const ends: string[] = [];
  let beganMs: number | undefined;
  const fail = (what: Reply | Error): Reply => {
    ends.push(what instanceof Error ? 'unreached' : 'throttled');
    if (what instanceof Error) throw what;
    return what;
  };
  const respond: Respond = ({ method }) => {
    if (method !== 'POST') return { body: { backups: [], instances: [{ id: INSTANCE }] } };
    const nowMs = clock.monotonicMs();
    // Until it has answered once, a host that can't be reached is given a minute only.
    if (ends.length === 0) return fail(throttled);
    if (beganMs === undefined && nowMs < NINE_MINUTES_MS) return fail(trouble);
    if (beganMs === undefined) {
      beganMs = nowMs;
      return fail(other);
    }
    return nowMs - beganMs < NINE_MINUTES_MS ? fail(trouble) : accepted;
  };
  const { client } = testClient({ respond, clock });
  const made = await client.createBackup(order, { hasUniqueName: true });
  return { made, ends, tookMs: clock.monotonicMs() };
}

test.each<[string, Reply | Error, Reply | Error]>([
  ['throttled', throttled, unreached],
  ['out of reach', unreached, throttled],
])('a host that is %s again after it was not has ten minutes anew', async (_, trouble, other) => {
  const { made, ends, tookMs } = await createThrough(trouble, other);
  expect(made).toMatchObject({ id: 'b-1', created: true });
  expect(tookMs).toBeGreaterThanOrEqual(2 * NINE_MINUTES_MS);
  expect(new Set(ends).size).toBe(2);
});
