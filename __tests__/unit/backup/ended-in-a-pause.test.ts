import { expect, test } from '@jest/globals';
import { BackupClient } from '../../../src/index.ts';
import {
  broken,
  HOST,
  INSTANCE,
  MemoryDispatcher,
  type MemoryRequest,
  PROJECT,
  recordLog,
  TOKEN,
} from '../../support/memory-cloud.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const rule = { keepLast: 1, isOurs: (name: string) => name.startsWith('gh-') };
const own = { service: 'taurusdb', instanceId: INSTANCE, id: 'b-0' } as const;

const backups = [0, 1, 2].map((day) => ({
  ...{ id: `b-${day}`, name: `gh-${day}`, type: 'manual', status: 'COMPLETED' },
  instance_id: INSTANCE,
  begin_time: `2026-11-${20 - day}T08:00:00+0000`,
  end_time: `2026-11-${20 - day}T08:01:00+0000`,
}));

const later = { 'retry-after': '60' };

test.each([
  [
    'throttled',
    () => ({ status: 429, headers: later }),
    /before backup b-2 was deleted\. What went wrong last: TaurusDB refused .* \(HTTP 429\)\.$/,
  ],
  [
    'of a fault',
    () => ({ status: 503, headers: later }),
    /whether it is gone is not known\. What went wrong last: TaurusDB .* \(HTTP 503\)\.$/,
  ],
  [
    'unreached',
    () => {
      throw broken('ECONNREFUSED');
    },
    /before backup b-2 was deleted\. What went wrong last: No answer from cloud\.test .* ECONNREFUSED\.$/,
  ],
])(
  'a delete whose time ends in the pause of one that was %s is told of in words, with what went wrong',
  async (_, answer, trouble) => {
    const clock = sharedClock();
    const respond = ({ method }: MemoryRequest) =>
      method === 'DELETE' ? answer() : { body: { backups } };
    const log = recordLog();
    const client = new BackupClient({
      ...{ endpoints: { taurusdb: HOST }, projectId: PROJECT, credentials: TOKEN },
      ...{ dispatcher: new MemoryDispatcher(respond), clock, random: () => 0.5, log },
    });
    const report = await clock.play(client.pruneBackups(own, rule, { timeoutMs: 20_000 }));
    const { deleted, kept } = report;
    expect(deleted).toEqual([]);
    expect(kept).toMatchObject([{ backup: { id: 'b-2' }, error: { name: 'DeadlineError' } }]);
    const message = kept.map(({ error }) => (error as Error).message).join();
    expect(message).toMatch(trouble);
    expect(log.lines).toContain(`warning: Old backup b-2 could not be deleted. ${message}`);
    expect(log.lines.join('\n')).not.toMatch(/interrupted|abort/i);
  },
);
