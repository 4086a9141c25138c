import { expect, test } from '@jest/globals';
import { fleetCloud, forAnHour, manyOrders } from '../../support/fleet-cloud.ts';

const WINDOW_MS = 8_000;
const CALLS = 10;

/** A gateway that lets ten creates through in eight seconds; what it refused, and when. */
function narrowGateway(message: string) {
  let beganMs = 0;
  let passed = 0;
  const refusedAtMs: number[] = [];
  const cloud = fleetCloud({
    instead: ({ what, atMs }) => {
      if (what !== 'create') return undefined;
      if (atMs - beganMs >= WINDOW_MS) {
        beganMs = atMs;
        passed = 0;
      }
      passed += 1;
      if (passed <= CALLS) return undefined;
      refusedAtMs.push(atMs);
      return { status: 429, body: { error_code: 'APIG.0308', error_msg: message } };
    },
  });
  return { ...cloud, refusedAtMs };
}

test.each(['slow down', 'limit:10,time:8 second'])(
  'forty creates at a gateway that lets ten through in eight seconds all get done: %s',
  async (message) => {
    const { client, clock, refusedAtMs } = narrowGateway(message);
    const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 40), forAnHour));
    expect(outcomes.flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(40).fill('COMPLETED'));
    expect(refusedAtMs.length).toBeLessThanOrEqual(40);
  },
);

test('while a host throttles, all calls to it pause, then start again slowly', async () => {
  const { client, clock, refusedAtMs, log } = narrowGateway('limit:10,time:8 second');
  await clock.play(client.createBackups(manyOrders('taurusdb', 40), forAnHour));
  const waves = Map.groupBy(refusedAtMs, (ms) => Math.floor(ms / 1_000));
  const [, ...later] = [...waves.values()];
  for (const wave of later) expect(wave.length).toBeLessThanOrEqual(4);
  const told = log.lines.filter((line) => line.includes('takes no more calls'));
  expect(told.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  expect(log.lines.some((line) => line.includes('takes calls again'))).toBe(true);
});
