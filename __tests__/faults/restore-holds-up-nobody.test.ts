import { expect, test } from '@jest/globals';
import { type Fault, startSimulator } from '../../simulator/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { checkRows } from '../support/table.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const BACKUP_MS = 55_000;

/** A step whose list of instances has this fault; `passMs` go by while it is asked for. */
async function runWith(fault: Fault, { passMs = 0, wait_timeout = '60m' }) {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: BACKUP_MS });
  let askedMs = 0;
  try {
    simulator.inject({ ...fault, operation: 'instances', times: Number.POSITIVE_INFINITY });
    simulator.onRequest(({ operation }) => {
      if (operation !== 'instances') return;
      askedMs = clock.monotonicMs();
      setImmediate(() => clock.advance(passMs));
    });
    const step = await runInProcess(simulator, clock, { service: 'rds', inputs: { wait_timeout } });
    const asked = simulator.requests.filter(({ operation }) => operation === 'instances');
    const [entry] = JSON.parse(step.outputs['backups'] ?? '[]');
    const lines = step.lines.filter((line) => line.startsWith('No request that restores '));
    return { step, entry, lines, calls: asked.length, tookMs: clock.monotonicMs() - askedMs };
  } finally {
    await simulator.stop();
  }
}

test.each([
  ['10 seconds', '60m', 10_000],
  ['the rest of wait_timeout', '63s', 8_000],
] as const)(
  'a list that never comes holds up the step for %s at most',
  async (_, limit, passMs) => {
    const hung = { passMs, wait_timeout: limit };
    const { step, entry, lines, calls } = await runWith({ name: 'timeout-before' }, hung);
    expect(step.error).toBeUndefined();
    expect(entry).toMatchObject({ status: 'COMPLETED', restore: null });
    expect(calls).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining(': The list of instances did not come in time.'),
    ]);
  },
);

test('after a fault the list is not asked for again, and the step is green at once', () =>
  checkRows<Fault>(
    [
      { name: '503' },
      { name: '429' },
      { name: 'reset-after' },
      { name: 'token-expired' },
      { name: 'forbidden' },
      { name: 'html-200' },
      { name: 'truncated-json' },
      { name: 'empty-200' },
    ],
    async (fault) => {
      const { step, entry, lines, calls, tookMs } = await runWith(fault, {});
      expect(step.error).toBeUndefined();
      expect(entry).toMatchObject({ status: 'COMPLETED', restore: null });
      expect([calls, tookMs]).toEqual([1, 0]);
      expect(lines).toHaveLength(1);
    },
  ));
